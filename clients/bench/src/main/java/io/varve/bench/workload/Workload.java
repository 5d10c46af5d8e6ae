/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What a run does. Immutable; the methods return a changed copy of {@link #of}.
 *
 * <p>Producers are threads, numbered from 0. Thread t sends to the topics t, t + producers, and so on, in turn, through a
 * producer of the library for each of them; with fewer topics than threads to topic t % topics.
 *
 * @param name for people, such as {@code W1}
 * @param work who is at work
 * @param topics where
 * @param recordBytes of each value, from {@link #MIN_RECORD_BYTES} to {@link #MAX_RECORD_BYTES}
 * @param keys how many different keys each producer of the library uses; 0 = records have none
 * @param sending how producers send, if there are any
 * @param span how long producers send, if there are any
 * @param reading who reads, if anybody does
 * @param backlog what {@link Work#DRAIN} reads; null = what the named topics have, which nobody knows before
 */
public record Workload(
        String name,
        Work work,
        Topics topics,
        int recordBytes,
        int keys,
        Sending sending,
        Span span,
        Reading reading,
        @Nullable Written backlog) {
    /** What a value needs to say whose it is, and to show when that was changed. */
    public static final int MIN_RECORD_BYTES = 32;

    /** What all systems take in their default configuration, with some room for what belongs to a record. */
    public static final int MAX_RECORD_BYTES = 1_000_000;

    /** Readers remember the last sequence of each key of each producer. */
    private static final int MAX_KEYS_IN_ALL = 4_000_000;

    private static final Span TEN_SECONDS = Span.lasting(5_000, 10_000);

    /** Checks the ranges. */
    public Workload {
        Range.check("recordBytes", recordBytes, MIN_RECORD_BYTES, MAX_RECORD_BYTES);
        Range.check("keys", keys, 0, MAX_KEYS_IN_ALL);
        Range.check(
                "keys of all producers",
                (long) keys * Math.max(topics.number(), sending.producers()),
                0,
                MAX_KEYS_IN_ALL);
        if (work == Work.DRAIN && backlog == null && topics.names().isEmpty()) {
            throw new IllegalArgumentException("a drain needs a backlog or the names of topics");
        }
    }

    /**
     * One fresh topic with one partition, no keys, one producer as fast as it goes for ten seconds after five of warm-up, one
     * consumer.
     */
    public static Workload of(String name, Work work, int recordBytes) {
        return new Workload(
                name, work, Topics.fresh(1, 1), recordBytes, 0, Sending.MAX, TEN_SECONDS, Reading.ALONE, null);
    }

    /** One consumer that reads what an earlier run wrote. */
    public static Workload drain(String name, Written backlog) {
        return new Workload(
                name,
                Work.DRAIN,
                Topics.named(backlog.topics(), backlog.partitions()),
                backlog.recordBytes(),
                backlog.keys(),
                Sending.MAX,
                TEN_SECONDS,
                Reading.ALONE,
                backlog);
    }

    /** The same in these topics. */
    public Workload topics(Topics others) {
        return new Workload(name, work, others, recordBytes, keys, sending, span, reading, backlog);
    }

    /** The same with so many keys for each producer. */
    public Workload keys(int number) {
        return new Workload(name, work, topics, recordBytes, number, sending, span, reading, backlog);
    }

    /** The same, sent like this. */
    public Workload sending(Sending how) {
        return new Workload(name, work, topics, recordBytes, keys, how, span, reading, backlog);
    }

    /** The same for so long. */
    public Workload span(Span howLong) {
        return new Workload(name, work, topics, recordBytes, keys, sending, howLong, reading, backlog);
    }

    /** The same, read by these. */
    public Workload reading(Reading who) {
        return new Workload(name, work, topics, recordBytes, keys, sending, span, who, backlog);
    }

    /** Whether records are sent. */
    @JsonIgnore
    public boolean isProducing() {
        return work != Work.DRAIN;
    }

    /** Whether groups read. */
    @JsonIgnore
    public boolean isConsuming() {
        return work != Work.PRODUCE;
    }
}
