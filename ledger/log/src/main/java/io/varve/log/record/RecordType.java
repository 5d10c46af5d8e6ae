/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import org.jspecify.annotations.Nullable;

/**
 * The types of log record. Numbers and versions are on disk: a number is never given a second meaning, and a version grows
 * only when old readers would misread the body (fields added at the end don't need it). Numbers that are reserved for types
 * that this version doesn't write stand in docs/formats.md.
 */
public enum RecordType {
    /** One produced record batch: {@link BatchRecord}. */
    BATCH(1, true),
    /** {@link PartitionOpened}. */
    PARTITION_OPENED(2, true),
    /** {@link PartitionDeleted}. */
    PARTITION_DELETED(3, true),
    /** {@link Trimmed}. */
    TRIMMED(4, true),
    /** {@link ProducersExpired}. */
    PRODUCERS_EXPIRED(5, true),
    /** {@link DedupEvicted}. */
    DEDUP_EVICTED(6, true),
    /** {@link DuplicateFound}. */
    DUPLICATE_FOUND(7, true),
    /** {@link Tiered}. */
    TIERED(16, true),
    /** {@link DeleteObjects}. */
    DELETE_OBJECTS(18, true),
    /** {@link ObjectsDeleted}. */
    OBJECTS_DELETED(19, true),
    /** {@link GroupMeta}. */
    GROUP_META(32, true),
    /** {@link GroupCommit}. */
    GROUP_COMMIT(33, true),
    /** {@link GroupDeleted}. */
    GROUP_DELETED(34, true),
    /** {@link SnapshotBegin}. */
    SNAPSHOT_BEGIN(80, true),
    /** {@link SnapshotSection}. */
    SNAPSHOT_SECTION(81, true),
    /** {@link SnapshotEnd}. */
    SNAPSHOT_END(82, true),
    /** {@link SegmentIndex}: can be built again from the segment, so an old reader may do without. */
    SEGMENT_INDEX(83, false),
    /** {@link OperatorTime}. */
    OPERATOR_TIME(96, true),
    /** {@link Noop}. */
    NOOP(97, false);

    private static final @Nullable RecordType[] BY_NUMBER = byNumber();

    private final int number;
    private final boolean mustUnderstand;

    RecordType(int number, boolean mustUnderstand) {
        this.number = number;
        this.mustUnderstand = mustUnderstand;
    }

    /** The number on disk, 1 to 254. */
    public int number() {
        return number;
    }

    /** The version of the body that this code writes, and the highest that it reads. */
    public int version() {
        return 1;
    }

    /** Whether records of this type are written with {@link LogRecord#MUST_UNDERSTAND}: a reader may not go on without it. */
    public boolean mustUnderstand() {
        return mustUnderstand;
    }

    /** The type of a number, or null when this code doesn't know it. */
    public static @Nullable RecordType of(int number) {
        return BY_NUMBER[number & 0xff];
    }

    private static @Nullable RecordType[] byNumber() {
        @Nullable RecordType[] types = new @Nullable RecordType[256];
        for (RecordType type : values()) {
            types[type.number] = type;
        }
        return types;
    }
}
