/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.record.ReceivedRecord;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A sink that keeps the offsets of each partition. */
final class Collected implements ReplaySink {
    final Map<Integer, List<Long>> offsets = new TreeMap<>();
    private final Interference interference;

    Collected() {
        this(record -> {});
    }

    /** Something is done before each record is taken. */
    Collected(Interference interference) {
        this.interference = interference;
    }

    interface Interference {
        void before(ReceivedRecord<byte[]> record) throws IOException;
    }

    /** What {@link #offsets} has of a partition when all these are there in order. */
    static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    @Override
    public void accept(ReceivedRecord<byte[]> record) throws IOException {
        interference.before(record);
        offsets.computeIfAbsent(record.partition(), it -> new ArrayList<>()).add(record.offset());
    }

    @Override
    public long commit() {
        return 0;
    }

    @Override
    public void rewind(long mark) {}

    @Override
    public void close() {}
}
