/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * Sections' images follow, among ordinary records, up to the {@link SnapshotEnd} with the same id. Replay starts here once
 * that stands; without it this snapshot doesn't count and its images are ignored.
 *
 * @param id of the snapshot, larger than every one before
 * @param kind whether all sections follow
 * @param previousId the complete snapshot before, 0 if there is none
 */
public record SnapshotBegin(long id, Kind kind, long previousId) implements RecordBody {
    /** How much of the state follows. */
    public enum Kind {
        /** Every section. */
        FULL(1),
        /** Sections that haven't changed are named by END's directory instead. */
        INCREMENTAL(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind of(int number) {
            return switch (number) {
                case 1 -> FULL;
                case 2 -> INCREMENTAL;
                default -> throw Fields.unknown("kind of snapshot", number);
            };
        }
    }

    @Override
    public RecordType type() {
        return RecordType.SNAPSHOT_BEGIN;
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeLong(id).writeByte(kind.number).writeLong(previousId);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static SnapshotBegin decode(ByteBuf body) {
        return Fields.decode(
                RecordType.SNAPSHOT_BEGIN,
                body,
                in -> new SnapshotBegin(in.readLong(), Kind.of(in.readUnsignedByte()), in.readLong()));
    }
}
