/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Runs a plan: starts systems, puts load on them, and turns what the load generator and the system tell into measurements. */
package io.varve.benchmark.compare.run;
