/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.LogRecord;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotBegin;
import io.varve.log.record.SnapshotEnd;
import io.varve.log.record.SnapshotSection;
import io.varve.protocol.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a state from a log, from its beginning or from a snapshot.
 *
 * <p>A snapshot is fuzzy: BEGIN, the sections' images one by one among ordinary records, END. Each image is its section as of its
 * own sequence. So a record for a section whose image wasn't met yet is part of that image and skipped, and one after it applies.
 * Images of a snapshot that replay didn't start from are ignored.
 */
public final class SnapshotReader {
    private final ShardState state;
    private boolean reading;
    private int images;
    private @Nullable SectionKey open;
    private ByteBuf parts = Unpooled.EMPTY_BUFFER;

    /** Rebuilds into {@code state}, which must be new. */
    public SnapshotReader(ShardState state) {
        this.state = state;
    }

    /** The next record of the log. Borrows it. */
    public void record(LogRecord record, boolean first, boolean fromSnapshot) {
        switch (record.type()) {
            case SNAPSHOT_BEGIN -> {
                if (first && fromSnapshot) {
                    requireFull(SnapshotBegin.decode(record.body()));
                    reading = true;
                    state.beginImages();
                }
            }
            case SNAPSHOT_SECTION -> {
                if (reading) {
                    image(SnapshotSection.decode(record.body()));
                }
            }
            case SNAPSHOT_END -> {
                if (reading) {
                    end(SnapshotEnd.decode(record.body()));
                }
            }
            default -> state.apply(record);
        }
    }

    private void requireFull(SnapshotBegin begin) {
        if (begin.kind() != SnapshotBegin.Kind.FULL) {
            throw new StoreException.Damaged(
                    "snapshot " + begin.id() + " is incremental, which this broker can't read", null);
        }
    }

    private void image(SnapshotSection section) {
        if (section.parts() == 1) {
            images++;
            state.restore(section.key(), section.image());
            return;
        }
        if (section.part() == 0) {
            open = section.key();
            parts = Unpooled.buffer();
        }
        if (!section.key().equals(open)) {
            throw new StoreException.Damaged("image of section " + section.key() + " lacks its first part", null);
        }
        parts.writeBytes(section.image().duplicate());
        if (section.part() == section.parts() - 1) {
            images++;
            state.restore(section.key(), parts);
            open = null;
            parts = Unpooled.EMPTY_BUFFER;
        }
    }

    private void end(SnapshotEnd end) {
        if (images != end.sectionCount()) {
            throw new StoreException.Damaged(
                    "snapshot " + end.id() + " names " + end.sectionCount() + " sections, " + images + " were found",
                    null);
        }
        reading = false;
        state.endImages();
    }
}
