/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The software of the peers, which is fetched only when it is asked for, and what the drivers drive all systems with. */
package io.varve.benchmark.compare.peer;
