/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far each partition is printed, in three steps: given to the printer, out on stdout, committed. Only what is on stdout may
 * be committed. For one thread.
 */
final class Progress {
    private final RecordPrinter printer;
    /** Next offsets of what is printed, perhaps into a buffer only. */
    private final Map<TopicPartition, Long> printed = new HashMap<>();
    /** Next offsets of what is on stdout and not committed. */
    private final Map<TopicPartition, Long> uncommitted = new HashMap<>();

    Progress(RecordPrinter printer) {
        this.printer = printer;
    }

    /** Prints a record. */
    void print(ReceivedRecord<byte[]> record) throws IOException {
        try {
            printer.print(record);
        } catch (IOException e) {
            throw named(e);
        }
        printed.put(record.source(), record.offset() + 1);
    }

    /** Brings all that was printed to stdout. */
    void flush() throws IOException {
        try {
            printer.flush();
        } catch (IOException e) {
            throw named(e);
        }
        uncommitted.putAll(printed);
        printed.clear();
    }

    /** The system says what happened, but not to what. */
    private static IOException named(IOException failure) {
        return new IOException("stdout: " + failure.getMessage(), failure);
    }

    /** Takes what is on stdout and not committed: the next offsets, to be committed by the caller. */
    Map<TopicPartition, Long> takeUncommitted() {
        Map<TopicPartition, Long> taken = Map.copyOf(uncommitted);
        uncommitted.clear();
        return taken;
    }

    /** Forgets partitions that this process has no say in any more. */
    void forget(Collection<TopicPartition> partitions) {
        printed.keySet().removeAll(partitions);
        uncommitted.keySet().removeAll(partitions);
    }
}
