/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.producer.Producer;
import io.varve.client.reader.ReadCounters;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The first figures of a cluster: 1 KiB records of random bytes, one and eight partitions: MB/s in and out, acknowledgement times
 * at 5,000 records/s from the intended send time, MB/s from objects alone. Every record that is read is counted before a figure
 * is printed. MB = 10^6 bytes of record values.
 *
 * <p>{@code java -jar tests/benchmark/target/varve-benchmark.jar HOST:PORT [records]}; for the last column the cluster must let
 * go of ledgers soon ({@code --set tiering.ledger-delay=0s}).
 */
public final class FirstFigures {
    private static final int VALUE_BYTES = 1024;
    private static final int RATE = 5_000;
    private static final int RATE_SECONDS = 20;
    private static final int IN_FLIGHT = 50_000;
    private static final double MB = 1e6;

    private final VarveClient client;
    private final PrintStream out;
    private final byte[][] values = new byte[1_000][VALUE_BYTES];

    private FirstFigures(VarveClient client, PrintStream out) {
        this.client = client;
        this.out = out;
        Random random = new Random(1);
        for (byte[] value : values) {
            random.nextBytes(value);
        }
    }

    /** Measures the cluster at {@code arguments[0]} and prints rows of a Markdown table. */
    @SuppressWarnings("SystemOut") // a program of its own, whose output is its result
    public static void main(String[] arguments) {
        int records = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500_000;
        try (VarveClient client =
                VarveClient.builder().servers(arguments[0]).clientId("figures").build()) {
            FirstFigures figures = new FirstFigures(client, System.out);
            figures.warmUp(records / 2);
            figures.out.println(
                    "| partitions | in MB/s | out MB/s | ack p50 ms | p99 ms | p99.9 ms | from objects MB/s |");
            figures.out.println("|---|---|---|---|---|---|---|");
            for (int partitions : new int[] {1, 8}) {
                figures.measure(partitions, records);
            }
        }
    }

    private void warmUp(int records) {
        String topic = topic("warm-up", 8);
        produce(topic, records);
        read(topic, records);
        latencies(topic, 5);
    }

    private void measure(int partitions, int records) {
        String topic = topic("figures-" + partitions, partitions);
        double in = records * VALUE_BYTES / MB / produce(topic, records);
        double tail = records * VALUE_BYTES / MB / read(topic, records).seconds;
        Histogram ack = latencies(topic(topic + "-rate", partitions), RATE_SECONDS);
        client.admin().sealTopic(topic);
        awaitObjectsOnly(topic);
        Reading replay = read(topic, records);
        if (replay.counters.objectRecords() != records) {
            throw new IllegalStateException("not read from objects only: " + replay.counters);
        }
        out.println(String.format(
                Locale.ROOT,
                "| %d | %.1f | %.1f | %.2f | %.2f | %.2f | %.1f |",
                partitions,
                in,
                tail,
                ack.getValueAtPercentile(50) / 1e3,
                ack.getValueAtPercentile(99) / 1e3,
                ack.getValueAtPercentile(99.9) / 1e3,
                records * VALUE_BYTES / MB / replay.seconds));
    }

    private String topic(String name, int partitions) {
        String topic = name + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        client.admin().createTopic(NewTopic.of(topic, partitions));
        return topic;
    }

    /** Seconds from the first send to the last acknowledgement. */
    private double produce(String topic, int records) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        LongAdder failed = new LongAdder();
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(topic).create()) {
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                inFlight.acquireUninterruptibly();
                CompletableFuture<RecordPosition> answer = producer.send(values[i % values.length]);
                CompletableFuture<RecordPosition> counted = answer.whenComplete((position, failure) -> {
                    inFlight.release();
                    if (failure != null) {
                        failed.increment();
                    }
                });
                assert counted != null;
            }
            producer.flush();
            inFlight.acquireUninterruptibly(IN_FLIGHT);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (failed.sum() > 0) {
                throw new IllegalStateException(failed.sum() + " records were not stored");
            }
            return seconds;
        }
    }

    private record Reading(double seconds, ReadCounters counters) {}

    private Reading read(String topic, int records) {
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(topic)
                .from(StartPosition.earliest())
                .create()) {
            long start = System.nanoTime();
            int received = 0;
            while (received < records) {
                List<ReceivedRecord<byte[]>> polled = reader.poll(Duration.ofSeconds(30));
                if (polled.isEmpty()) {
                    throw new IllegalStateException("only " + received + " of " + records + " records came back");
                }
                received += polled.size();
            }
            return new Reading((System.nanoTime() - start) / 1e9, reader.counters());
        }
    }

    /** Microseconds from the intended send time to the acknowledgement. */
    private Histogram latencies(String topic, int seconds) {
        Histogram histogram = new ConcurrentHistogram(3);
        Semaphore answered = new Semaphore(0);
        int records = RATE * seconds;
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(topic).create()) {
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                long intended = start + i * 1_000_000_000L / RATE;
                while (System.nanoTime() < intended) {
                    LockSupport.parkNanos(intended - System.nanoTime());
                }
                CompletableFuture<RecordPosition> counted = producer.send(values[i % values.length])
                        .whenComplete((position, failure) -> {
                            histogram.recordValue((System.nanoTime() - intended) / 1_000);
                            answered.release();
                        });
                assert counted != null;
            }
            answered.acquireUninterruptibly(records);
        }
        return histogram;
    }

    private void awaitObjectsOnly(String topic) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (client.admin().describeTopic(topic).partitions().stream()
                        .mapToLong(PartitionDescription::ledgerBytes)
                        .sum()
                > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "ledgers of " + topic + " are still there: set tiering.ledger-delay=0s");
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
