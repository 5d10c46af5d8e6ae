/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Records of one partition that one reader was given without asking for another place meanwhile: so each is to follow the last.
 * Written by the {@link History} that it is part of; to be read when that has ended.
 */
public final class Reading {
    /** Who reads. */
    public enum By {
        /** A reader that follows the end. */
        TAIL,
        /** A reader that began anywhere. */
        REREAD,
        /** A member of the group, from when the partition was assigned to it. */
        GROUP,
        /** The reading of everything, when all is quiet. */
        LAST
    }

    /** Records at consecutive offsets. */
    static final class Run {
        final long first;
        final Longs ids = new Longs();

        Run(long first) {
            this.first = first;
        }

        long end() {
            return first + ids.size();
        }
    }

    private final String reader;
    private final By by;
    private final int partition;
    private final long from;
    private final long startedNanos;
    private final List<Run> runs = new ArrayList<>();
    private int number;

    Reading(String reader, By by, int partition, long from, long startedNanos) {
        this.reader = reader;
        this.by = by;
        this.partition = partition;
        this.from = from;
        this.startedNanos = startedNanos;
    }

    void add(long offset, long id) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last == null || last.end() != offset) {
            last = new Run(offset);
            runs.add(last);
        }
        last.ids.add(id);
    }

    void number(int given) {
        number = given;
    }

    int number() {
        return number;
    }

    List<Run> runs() {
        return runs;
    }

    /** Who read, for people. */
    public String reader() {
        return reader;
    }

    /** What for. */
    public By by() {
        return by;
    }

    /** The partition. */
    public int partition() {
        return partition;
    }

    /** The offset that was asked for; -1 when the group was to say it. */
    public long from() {
        return from;
    }

    /** When it began. */
    public long startedNanos() {
        return startedNanos;
    }

    /** How many records it was given. */
    public long records() {
        return runs.stream().mapToLong(run -> run.ids.size()).sum();
    }
}
