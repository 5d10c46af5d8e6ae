/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A system in memory, which does everything right but for one mishap in the middle of each topic's records. */
public final class MemoryDriver implements Driver {
    private static final int UNLUCKY = 20;
    /** Leaves the processor to others, and is short enough for times of a millisecond. */
    private static final long AWHILE_NANOS = 300_000;

    private final Mishap mishap;
    private final Map<String, List<Partition>> topics = new HashMap<>();
    private final Map<String, List<MemoryReceiver>> groups = new HashMap<>();
    private final ExecutorService acknowledgements = Executors.newSingleThreadExecutor();

    public MemoryDriver(Mishap mishap) {
        this.mishap = mishap;
    }

    @Override
    public synchronized void createTopics(List<String> names, int partitions) {
        for (String name : names) {
            if (topics.containsKey(name)) {
                throw new IllegalStateException(name + " exists");
            }
            List<Partition> made = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                made.add(new Partition(mishap));
            }
            topics.put(name, made);
        }
    }

    @Override
    public synchronized Sender openSender(String topic) {
        return new MemorySender(partitions(List.of(topic)));
    }

    @Override
    public synchronized Receiver openReceiver(List<String> names, String group) {
        MemoryReceiver receiver = new MemoryReceiver(names, group);
        groups.computeIfAbsent(group, unknown -> new ArrayList<>()).add(receiver);
        return receiver;
    }

    @Override
    public void readAll(List<String> names, RecordSink sink) {
        partitions(names).forEach(partition -> partition.snapshot().forEach(sink::record));
    }

    private synchronized List<Partition> partitions(List<String> names) {
        return names.stream()
                .flatMap(name -> Objects.requireNonNull(topics.get(name)).stream())
                .toList();
    }

    @Override
    public void close() {
        acknowledgements.shutdown();
    }

    /** Records in order. */
    private static final class Partition {
        private final Mishap mishap;
        private final List<byte[]> values = new ArrayList<>();
        private int added;
        private byte @Nullable [] held;

        Partition(Mishap mishap) {
            this.mishap = mishap;
        }

        synchronized void add(byte[] value) {
            boolean unlucky = added++ == UNLUCKY;
            switch (unlucky ? mishap : Mishap.NONE) {
                case LOSES -> {}
                case DOUBLES -> {
                    values.add(value);
                    values.add(value);
                }
                case CHANGES -> values.add(flipped(value, value.length - 1));
                case CHANGES_TIME -> values.add(flipped(value, 20));
                case CUTS_OFF -> values.add(Arrays.copyOf(value, value.length - 1));
                case INVENTS -> {
                    values.add(value);
                    values.add(new byte[value.length]);
                }
                case REORDERS -> values.add(values.size() - 1, value);
                default -> values.add(value);
            }
            release();
        }

        private static byte[] flipped(byte[] value, int index) {
            byte[] changed = value.clone();
            changed[index] ^= 1;
            return changed;
        }

        /** Keeps a record out of sight until the next one comes or its producer is closed. */
        synchronized void hold(byte[] value) {
            release();
            held = value;
        }

        synchronized void release() {
            if (held != null) {
                values.add(held);
                held = null;
            }
        }

        synchronized List<byte[]> snapshot() {
            return List.copyOf(values);
        }

        synchronized List<byte[]> from(int offset) {
            return List.copyOf(values.subList(offset, Math.min(values.size(), offset + 100)));
        }
    }

    private final class MemorySender implements Sender {
        private final List<Partition> partitions;
        private int records;

        MemorySender(List<Partition> partitions) {
            this.partitions = partitions;
        }

        @Override
        public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
            boolean unlucky = records++ == UNLUCKY;
            int partition = Math.floorMod(key == null ? records : Arrays.hashCode(key), partitions.size());
            if (unlucky && mishap == Mishap.THROWS) {
                throw new IllegalStateException("no room");
            }
            if (mishap == Mishap.ACKNOWLEDGES_EARLY) {
                partitions.get(partition).hold(value);
            } else {
                partitions.get(partition).add(value);
            }
            acknowledgements.execute(() -> {
                if (!unlucky || mishap != Mishap.NEVER_ACKNOWLEDGES) {
                    acknowledgement.acknowledged(
                            unlucky && mishap == Mishap.REFUSES ? new IllegalStateException("disk full") : null);
                }
                if (unlucky && mishap == Mishap.ACKNOWLEDGES_TWICE) {
                    acknowledgement.acknowledged(null);
                }
            });
        }

        @Override
        public void close() {
            partitions.forEach(Partition::release);
        }
    }

    /** Has the partitions whose number in all topics leaves its own number in the group as the remainder. */
    private final class MemoryReceiver implements Receiver {
        private final List<Partition> all;
        private final String group;
        private final Map<Integer, Integer> offsets = new HashMap<>();
        private int records;

        MemoryReceiver(List<String> names, String group) {
            this.all = partitions(names);
            this.group = group;
        }

        @Override
        public int poll(Duration timeout, RecordSink sink) {
            int members;
            int number;
            synchronized (MemoryDriver.this) {
                List<MemoryReceiver> joined = Objects.requireNonNull(groups.get(group));
                members = joined.size();
                number = joined.indexOf(this);
            }
            int polled = 0;
            for (int partition = number; partition < all.size(); partition += members) {
                List<byte[]> values = all.get(partition).from(offsets.getOrDefault(partition, 0));
                offsets.merge(partition, values.size(), Integer::sum);
                values.forEach(value -> give(value, sink));
                polled += values.size();
            }
            if (polled == 0) {
                LockSupport.parkNanos(Math.min(AWHILE_NANOS, timeout.toNanos()));
            }
            return polled;
        }

        private void give(byte[] value, RecordSink sink) {
            boolean unlucky = records++ == UNLUCKY;
            if (unlucky && mishap == Mishap.GROUP_THROWS) {
                throw new IllegalStateException("not a member");
            }
            if (!unlucky || mishap != Mishap.GROUP_MISSES) {
                sink.record(value);
            }
            if (unlucky && mishap == Mishap.GROUP_GETS_TWICE) {
                sink.record(value);
            }
        }

        @Override
        public void close() {
            records = 0;
        }
    }
}
