/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Benchmarks that are started from a checkout. */
package io.varve.benchmark;
