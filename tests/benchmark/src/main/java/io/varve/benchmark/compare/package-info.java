/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Varve, Kafka and Pulsar under the same loads on the same machine, with what limits them all beside them. */
package io.varve.benchmark.compare;
