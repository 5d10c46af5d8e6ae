/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.source;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;

/**
 * Some blocks of one partition in one object, read at once.
 *
 * @param partition from 0
 * @param key the object
 * @param firstOffset the first that counts; the first batch may have earlier ones
 * @param endOffset exclusive; the last batch may have later ones
 * @param data whole batches, their blocks' checksums right; whoever takes the split releases it
 */
public record Split(int partition, String key, long firstOffset, long endOffset, CompletableFuture<ByteBuf> data) {}
