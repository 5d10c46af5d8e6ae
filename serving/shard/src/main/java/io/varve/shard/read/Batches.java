/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.wire.Source;

/**
 * What one read found.
 *
 * @param bytes one or more whole batches in offset order; the receiver owns them
 * @param nextOffset one above the last offset in {@code bytes}
 * @param source where they came from
 */
record Batches(ByteBuf bytes, long nextOffset, Source source) {}
