/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What was measured, and what follows from several runs: medians, spreads, ratios. */
package io.varve.benchmark.compare.figure;
