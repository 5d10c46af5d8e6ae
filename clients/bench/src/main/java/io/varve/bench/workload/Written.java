/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import java.util.List;

/**
 * What producers of one run wrote, which is all a reader must know to tell whether it got that and nothing else: every byte of
 * a value but the time in it follows from the run, the producer and the sequence.
 *
 * @param runId tells values of this run from others; 0 to 2^40 - 1
 * @param topics that were written to
 * @param partitions of each topic
 * @param recordBytes of each value
 * @param keys that each producer chose from; 0 = records have none
 * @param recordsOfProducer how many each producer wrote, by its number: those with the sequences from 0 on
 * @param checksum of all records with their times, independent of their order
 */
public record Written(
        long runId,
        List<String> topics,
        int partitions,
        int recordBytes,
        int keys,
        List<Long> recordsOfProducer,
        long checksum) {
    public Written {
        topics = List.copyOf(topics);
        recordsOfProducer = List.copyOf(recordsOfProducer);
    }

    /** How many in all. */
    public long records() {
        return recordsOfProducer.stream().mapToLong(Long::longValue).sum();
    }
}
