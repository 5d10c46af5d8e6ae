/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.record.TopicPartition;

/** How far one partition is. Written by the replay's thread, read by others. */
final class Position {
    final TopicPartition source;
    final int partition;
    final long endOffset;
    private volatile long nextOffset;

    Position(TopicPartition source, long nextOffset, long endOffset) {
        this.source = source;
        this.partition = source.partition();
        this.nextOffset = nextOffset;
        this.endOffset = endOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    void advance(long offset) {
        nextOffset = Math.max(nextOffset, Math.min(offset, endOffset));
    }

    boolean isDone() {
        return nextOffset >= endOffset;
    }
}
