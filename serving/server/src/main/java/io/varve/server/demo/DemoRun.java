/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.demo;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.Segment;
import io.varve.client.admin.TierStatus;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.producer.Producer;
import io.varve.client.reader.ReadCounters;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Publishes, consumes with a group, seals, tiers, waits until the ledgers are deleted, reads everything again from objects, and
 * checks every record both times. Works against any cluster that lets go of ledgers soon.
 */
public final class DemoRun {
    private static final String TOPIC = "demo";
    private static final String GROUP = "demo-readers";
    private static final int PARTITIONS = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final double MB = 1e6;

    private final VarveClient client;
    private final Supplier<Set<Long>> ledgers;
    private final PrintWriter out;
    private final DeliveryCheck check = new DeliveryCheck();
    private final List<String> problems = new ArrayList<>();

    /**
     * A run that prints what it does.
     *
     * @param ledgers ids of all ledgers, as BookKeeper itself lists them
     */
    public DemoRun(VarveClient client, Supplier<Set<Long>> ledgers, PrintWriter out) {
        this.client = client;
        this.ledgers = ledgers;
        this.out = out;
    }

    /**
     * Does it all.
     *
     * @param records how many
     * @param bytes size of each one's value
     * @param seed of the values
     * @return what was wrong; empty when every record came back in order, once, with the same bytes
     */
    public List<String> run(int records, int bytes, long seed) {
        client.admin().createTopic(NewTopic.of(TOPIC, PARTITIONS));
        publish(records, bytes, seed);
        consume(records, (long) records * bytes);
        tier();
        replay(records, (long) records * bytes);
        return List.copyOf(problems);
    }

    private void publish(int records, int bytes, long seed) {
        Random random = new Random(seed);
        long start = System.nanoTime();
        List<CompletableFuture<RecordPosition>> answers = new ArrayList<>(records);
        List<byte[]> values = new ArrayList<>(records);
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(TOPIC).create()) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[bytes];
                random.nextBytes(value);
                values.add(value);
                answers.add(producer.send(value));
            }
            producer.flush();
        }
        double seconds = secondsSince(start);
        for (int i = 0; i < records; i++) {
            RecordPosition position = answers.get(i).join();
            check.acknowledged(position.partition(), position.offset(), values.get(i));
        }
        step(
                "published",
                records,
                (long) records * bytes,
                seconds,
                "each on the disks of two bookies when acknowledged");
    }

    private void consume(int records, long bytes) {
        long start = System.nanoTime();
        DeliveryCheck.Reading reading = check.reading();
        int received = 0;
        try (StreamConsumer<byte[]> consumer = client.newStreamConsumer(Schema.bytes())
                .group(GROUP)
                .topics(TOPIC)
                .create()) {
            while (received < records && secondsSince(start) < DEADLINE.toSeconds()) {
                received += note(consumer.poll(Duration.ofSeconds(1)), reading);
            }
            consumer.commitSync();
        }
        step("consumed", received, bytes, secondsSince(start), "by group " + GROUP + ", progress committed");
        verdict("consumed", reading);
    }

    private void tier() {
        client.admin().sealTopic(TOPIC);
        Set<Long> sealed = client.admin().tierStatus().segments().stream()
                .filter(segment -> segment.state() != Segment.State.OPEN)
                .map(Segment::ledgerId)
                .collect(Collectors.toSet());
        long start = System.nanoTime();
        boolean tiered = within(() -> client.admin().tierStatus().segments().stream()
                .noneMatch(segment ->
                        segment.state() == Segment.State.SEALED || segment.state() == Segment.State.TIERING));
        TierStatus status = client.admin().tierStatus();
        say(
                "tiered",
                "%,d objects, %.1f MB, read back and verified in %.1f s",
                status.objects(),
                status.objectBytes() / MB,
                secondsSince(start));
        if (!tiered) {
            problems.add("segments were not tiered within " + DEADLINE.toSeconds() + " s");
        }
        start = System.nanoTime();
        boolean gone = within(() -> ledgerBytes() == 0 && left(sealed) == 0);
        say(
                "deleted",
                "%d of %d sealed ledgers, by BookKeeper's own listing, in %.1f s",
                sealed.size() - left(sealed),
                sealed.size(),
                secondsSince(start));
        if (!gone) {
            problems.add("ledgers were not deleted within " + DEADLINE.toSeconds() + " s");
        }
    }

    private int left(Set<Long> sealed) {
        Set<Long> left = new HashSet<>(sealed);
        left.retainAll(ledgers.get());
        return left.size();
    }

    private long ledgerBytes() {
        return client.admin().describeTopic(TOPIC).partitions().stream()
                .mapToLong(PartitionDescription::ledgerBytes)
                .sum();
    }

    private void replay(int records, long bytes) {
        long start = System.nanoTime();
        DeliveryCheck.Reading reading = check.reading();
        int received = 0;
        ReadCounters counters;
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(TOPIC)
                .from(StartPosition.earliest())
                .create()) {
            while (received < records && secondsSince(start) < DEADLINE.toSeconds()) {
                received += note(reader.poll(Duration.ofSeconds(1)), reading);
            }
            counters = reader.counters();
        }
        step("replayed", received, bytes, secondsSince(start), counters.objectRecords() + " of them from objects");
        if (counters.objectRecords() != counters.records()) {
            problems.add("replay was not from objects only: " + counters);
        }
        verdict("replayed", reading);
    }

    private static int note(List<ReceivedRecord<byte[]>> records, DeliveryCheck.Reading reading) {
        for (ReceivedRecord<byte[]> record : records) {
            byte[] value = record.value();
            reading.delivered(record.partition(), record.offset(), value == null ? new byte[0] : value);
        }
        return records.size();
    }

    private void verdict(String what, DeliveryCheck.Reading reading) {
        List<String> found = reading.problems();
        say("checked", "%,d of %,d %s in order, once, same bytes", reading.found(), check.acknowledgedRecords(), what);
        found.forEach(problem -> problems.add(what + ": " + problem));
    }

    private static boolean within(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (secondsSince(start) > DEADLINE.toSeconds()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return true;
    }

    private void step(String what, long records, long bytes, double seconds, String note) {
        say(
                what,
                "%,d records, %.1f MB in %.1f s: %,.0f records/s, %.1f MB/s; %s",
                records,
                bytes / MB,
                seconds,
                records / seconds,
                bytes / MB / seconds,
                note);
    }

    private void say(String what, String text, Object... values) {
        out.println(String.format(Locale.ROOT, "%-10s ", what) + String.format(Locale.ROOT, text, values));
        out.flush();
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
