/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tables and plots of what was measured. */
package io.varve.benchmark.compare.report;
