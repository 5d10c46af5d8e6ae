/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What is run: workloads, who runs them with which settings, and in which order. */
package io.varve.benchmark.compare.plan;
