/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The load generator: producers and consumers on threads of their own, and the figures they make. */
package io.varve.bench.load;
