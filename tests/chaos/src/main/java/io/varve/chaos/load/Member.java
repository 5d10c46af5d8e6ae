/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.chaos.history.Outcome;
import io.varve.chaos.history.Reading;
import io.varve.client.VarveClient;
import io.varve.client.consumer.RebalanceListener;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One place in the group: members join, read, commit and leave, one after the other; some leave without having committed what
 * they were given, which comes again then.
 */
final class Member {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.STALE_MEMBER_EPOCH, ErrorCode.UNKNOWN_MEMBER, ErrorCode.INVALID_COMMIT, ErrorCode.CLOSED);

    private final VarveClient client;
    private final String topic;
    private final String group;
    private final String name;
    private final History history;
    private final Clock clock;
    private final SplittableRandom random;
    private final Thread thread;
    private int lives;
    private volatile boolean isStopping;

    Member(
            VarveClient client,
            String topic,
            String group,
            String name,
            History history,
            Clock clock,
            SplittableRandom random) {
        this.client = client;
        this.topic = topic;
        this.group = group;
        this.name = name;
        this.history = history;
        this.clock = clock;
        this.random = random;
        this.thread = ClientThread.start(name, history, clock, this::run);
    }

    private void run() {
        while (!isStopping) {
            lives++;
            Life life = new Life(name + "-" + lives);
            try (StreamConsumer<byte[]> consumer = client.newStreamConsumer(Schema.bytes())
                    .topics(topic)
                    .group(group)
                    .sessionTimeout(SESSION)
                    .listener(life)
                    .create()) {
                life.live(consumer, clock.getAsLong() + TimeUnit.SECONDS.toNanos(random.nextInt(15, 60)));
            } catch (VarveException e) {
                if (e.code() == ErrorCode.DAMAGED || e.code() == ErrorCode.CORRUPT_BATCH) {
                    history.unreadable(life.name + ": " + e, clock.getAsLong());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Ends it; returns when it has left the group. */
    void stop() throws InterruptedException {
        isStopping = true;
        thread.join();
    }

    /** One member, from joining to leaving. On its place's thread. */
    private final class Life implements RebalanceListener {
        private final String name;
        private final Map<Integer, Reading> readings = new HashMap<>();
        private final Map<Integer, Long> uncommitted = new TreeMap<>();

        Life(String name) {
            this.name = name;
        }

        void live(StreamConsumer<byte[]> consumer, long untilNanos) {
            long nextCommit = clock.getAsLong() + COMMIT_NANOS;
            while (!isStopping && clock.getAsLong() < untilNanos) {
                var records = consumer.poll(POLL);
                uncommitted.putAll(Given.note(history, readings, records, clock.getAsLong()));
                if (clock.getAsLong() >= nextCommit) {
                    commit(consumer);
                    nextCommit = clock.getAsLong() + COMMIT_NANOS;
                }
            }
            if (isStopping || random.nextBoolean()) {
                commit(consumer);
            }
        }

        private void commit(StreamConsumer<byte[]> consumer) {
            if (uncommitted.isEmpty()) {
                return;
            }
            Map<TopicPartition, Long> offsets = new HashMap<>();
            uncommitted.forEach((partition, offset) -> offsets.put(new TopicPartition(topic, partition), offset));
            long invoked = clock.getAsLong();
            Outcome outcome = Outcome.OK;
            String code = "OK";
            try {
                consumer.commitSync(offsets);
            } catch (VarveException e) {
                outcome = REFUSALS.contains(e.code()) ? Outcome.FAILED : Outcome.UNKNOWN;
                code = e.code().name();
            }
            long completed = clock.getAsLong();
            for (Map.Entry<Integer, Long> offset : uncommitted.entrySet()) {
                history.commit(name, offset.getKey(), offset.getValue(), outcome, code, invoked, completed);
            }
            if (outcome != Outcome.UNKNOWN) {
                uncommitted.clear();
            }
        }

        @Override
        public void onAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                int number = partition.partition();
                readings.put(number, history.reading(name, Reading.By.GROUP, number, -1, clock.getAsLong()));
            }
        }

        @Override
        public void onRevoked(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                readings.remove(partition.partition());
                uncommitted.remove(partition.partition());
            }
        }
    }
}
