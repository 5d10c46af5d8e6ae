/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What clients of one topic and one group asked for and were told, in the order of its calls; each is also a line of text:
 *
 * <pre>
 * process P NAME                      a producing process has this number
 * invoke NANOS P.N PARTITION          it sends its record N, from 0
 * ok NANOS P.N OFFSET                 stored there
 * fail NANOS P.N CODE                 not stored, and won't be
 * unknown NANOS P.N CODE              may be stored
 * reading R BY NANOS PARTITION FROM NAME
 * read NANOS R OFFSET:P.N [P.N...]    records at offsets from there on
 * commit INVOKED COMPLETED PARTITION OFFSET OUTCOME NAME
 * progress INVOKED COMPLETED PARTITION OFFSET NAME
 * unreadable NANOS TEXT
 * died NANOS TEXT                     a client ended that wasn't told to
 * </pre>
 *
 * <p>Times are nanoseconds of one monotonic clock. Calls are safe for any thread; what they return is to be read when there are
 * no more.
 */
public final class History {
    private final Consumer<String> lines;
    private final List<Writes> writes = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Progress> progress = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> died = new ArrayList<>();
    private final Map<String, Long> codes = new TreeMap<>();

    /** A history whose lines go there too, in the same order. */
    public History(Consumer<String> lines) {
        this.lines = lines;
    }

    /** A new producing process; returns its number, from 0. */
    public synchronized int process(String name) {
        writes.add(new Writes());
        int process = writes.size() - 1;
        lines.accept("process " + process + " " + name);
        return process;
    }

    /** A process sends its next record to a partition; returns what tells that record's value from all others. */
    public synchronized long invoke(int process, int partition, long nanos) {
        Writes own = writes.get(process);
        long id = ValueId.of(process, own.size());
        own.invoke(partition, nanos);
        lines.accept("invoke " + nanos + " " + ValueId.text(id) + " " + partition);
        return id;
    }

    /** The record was stored at this offset. */
    public synchronized void ok(long id, long offset, long nanos) {
        complete(id, Outcome.OK, offset, nanos);
        lines.accept("ok " + nanos + " " + ValueId.text(id) + " " + offset);
    }

    /** The record wasn't stored, and won't be; the code says why. */
    public synchronized void failed(long id, String code, long nanos) {
        complete(id, Outcome.FAILED, -1, nanos);
        codes.merge("produce " + code, 1L, Long::sum);
        lines.accept("fail " + nanos + " " + ValueId.text(id) + " " + code);
    }

    /** The record may have been stored, or may be yet. */
    public synchronized void unknown(long id, String code, long nanos) {
        complete(id, Outcome.UNKNOWN, -1, nanos);
        codes.merge("produce " + code, 1L, Long::sum);
        lines.accept("unknown " + nanos + " " + ValueId.text(id) + " " + code);
    }

    private void complete(long id, Outcome outcome, long offset, long nanos) {
        writes.get(ValueId.process(id)).complete((int) ValueId.number(id), outcome, offset, nanos);
    }

    /**
     * Somebody begins to read a partition.
     *
     * @param from the offset that it asked for; -1 when the group is to say it
     */
    public synchronized Reading reading(String reader, Reading.By by, int partition, long from, long nanos) {
        Reading reading = new Reading(reader, by, partition, from, nanos);
        lines.accept(
                "reading " + readings.size() + " " + by + " " + nanos + " " + partition + " " + from + " " + reader);
        reading.number(readings.size());
        readings.add(reading);
        return reading;
    }

    /**
     * Records of one poll, in the order in which they came.
     *
     * @param offsets as many as {@code ids}
     * @param ids {@link ValueId#NONE} for bytes that nobody sent
     */
    public synchronized void read(Reading reading, long[] offsets, long[] ids, long nanos) {
        StringBuilder line =
                new StringBuilder("read ").append(nanos).append(' ').append(reading.number());
        for (int i = 0; i < offsets.length; i++) {
            reading.add(offsets[i], ids[i]);
            boolean follows = i > 0 && offsets[i] == offsets[i - 1] + 1;
            line.append(' ').append(follows ? "" : offsets[i] + ":").append(ValueId.text(ids[i]));
        }
        lines.accept(line.toString());
    }

    /** A member's commit, and what became of it. */
    public synchronized void commit(
            String who, int partition, long offset, Outcome outcome, String code, long invokedNanos, long nanos) {
        progress.add(new Progress(who, partition, offset, true, outcome, invokedNanos, nanos));
        codes.merge("commit " + code, 1L, Long::sum);
        lines.accept("commit " + invokedNanos + " " + nanos + " " + partition + " " + offset + " " + code + " " + who);
    }

    /** The group's progress in a partition, as somebody was told it. */
    public synchronized void progress(String who, int partition, long offset, long invokedNanos, long nanos) {
        progress.add(new Progress(who, partition, offset, false, Outcome.OK, invokedNanos, nanos));
        lines.accept("progress " + invokedNanos + " " + nanos + " " + partition + " " + offset + " " + who);
    }

    /** Somebody was refused records that are there, or that ought to be. */
    public synchronized void unreadable(String what, long nanos) {
        unreadable.add(what);
        lines.accept("unreadable " + nanos + " " + what);
    }

    /** A client ended by what nobody expects. */
    public synchronized void died(String what, long nanos) {
        died.add(what);
        lines.accept("died " + nanos + " " + what);
    }

    /** What each process sent, by its number. */
    public synchronized List<Writes> writes() {
        return Collections.unmodifiableList(writes);
    }

    /** Who read what, in the order in which they began. */
    public synchronized List<Reading> readings() {
        return Collections.unmodifiableList(readings);
    }

    /** Commits and answers about the group's progress, in the order of their ends. */
    public synchronized List<Progress> progress() {
        return Collections.unmodifiableList(progress);
    }

    /** What couldn't be read. */
    public synchronized List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Which clients ended, and by what. */
    public synchronized List<String> died() {
        return List.copyOf(died);
    }

    /** How often operations ended with which code, but for records that were stored: {@code produce TIMEOUT} and so on. */
    public synchronized Map<String, Long> codes() {
        return new LinkedHashMap<>(codes);
    }
}
