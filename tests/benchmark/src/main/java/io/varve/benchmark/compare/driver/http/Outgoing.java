/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import io.varve.bench.driver.Sender.Acknowledgement;
import org.jspecify.annotations.Nullable;

/** A record on its way to the gateway, and who waits for its answer. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {}
