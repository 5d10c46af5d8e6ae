/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.Segment;
import io.varve.client.admin.TierStatus;
import io.varve.client.producer.Producer;
import io.varve.client.reader.ReadCounters;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the whole system (I1, I4, I6, I8): a server that is killed while it writes, rolls, tiers and deletes loses
 * nothing that it acknowledged, and in the end everything is in objects and nothing in ledgers.
 */
class KillTest {
    private static final int PARTITIONS = 8;
    private static final int RECORD_BYTES = 1024;
    private static final int STRIKES = 3;
    private static final long START_NANOS = System.nanoTime();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FIFTH = Duration.ofSeconds(40);
    private static final Duration AFTERMATH = Duration.ofSeconds(15);
    private static final Pattern TIERED = Pattern.compile(" segment tiered ledger=(\\d+) ");

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void fiveKillsLoseNothingOfAHundredThousandRecords() throws Exception {
        killAndCheck(100_000, "1MiB");
    }

    @Test
    @EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "minutes; -Dvarve.long runs it")
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void fiveKillsLoseNothingOfAMillionRecords() throws Exception {
        killAndCheck(1_000_000, "8MiB");
    }

    private void killAndCheck(int records, String rollBytes) throws Exception {
        long seed = Long.getLong("varve.seed", System.nanoTime());
        say("seed %d (-Dvarve.seed), %,d records".formatted(seed, records));
        Path file = directory.resolve("history");
        ServerProcess server = ServerProcess.start(settings(rollBytes));
        try (AckedHistory history = new AckedHistory(file);
                VarveClient client = server.client()) {
            client.admin().createTopic(NewTopic.of("orders", PARTITIONS));
            try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                    .topic("orders")
                    .memoryBytes(4 << 20)
                    // Closing it waits for so long when a server never comes back, and the test must still tell why.
                    .deliveryTimeout(PATIENCE)
                    .create()) {
                SeededLoad load = new SeededLoad(producer, history, PARTITIONS, records, RECORD_BYTES, seed);
                load.start();
                server = killFiveTimes(server, client, load, records, new SplittableRandom(seed + 1));
                load.done().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                say("%,d records acknowledged, %,d not"
                        .formatted(load.acknowledged(), load.failures().size()));
                assertThat(load.failures()).isEmpty();
            }
            awaitNoDataInLedgers(server, client);
            assertThat(server.terminate()).isZero();
            assertThat(logged(server, line -> line.contains(" ERROR "))).isEmpty();
        } finally {
            server.close();
            Path log = Path.of("target", "KillTest-server.log").toAbsolutePath();
            Files.copy(server.settings().log(), log, StandardCopyOption.REPLACE_EXISTING);
            say("seed %d; what the servers logged is in %s".formatted(seed, log));
        }
        // Started anew it has nothing in memory.
        try (ServerProcess last = server.startAgain()) {
            check(last, HistoryCheck.of(file), records);
        }
    }

    private ServerSettings settings(String rollBytes) {
        return ServerSettings.in(directory)
                .withBookies(3)
                .with("log.roll-bytes", rollBytes)
                .with("log.roll-min-interval", "1ms")
                .with("shard.snapshot-bytes", "256KiB")
                .with("tiering.ledger-delay", "1s")
                // What the defaults say in minutes: a former owner may trust its claim for so long, its ledgers stay
                // longer.
                .with("log.owner-check", "500ms")
                .with("log.owner-trust", "2s")
                .with("log.recovered-delete-delay", "3s");
    }

    /** One kill in each fifth of the load, at its moment; a moment that was over before the server died is tried again. */
    private static ServerProcess killFiveTimes(
            ServerProcess first, VarveClient client, SeededLoad load, int records, SplittableRandom random)
            throws Exception {
        ServerProcess server = first;
        int fifth = records / KillMoment.values().length;
        int begin = 0;
        for (KillMoment moment : KillMoment.values()) {
            int since = begin + fifth / 4 + random.nextInt(fifth / 4);
            begin += fifth;
            Eventually.holds(since + " acknowledged", PATIENCE, () -> load.acknowledged() >= since || load.isDone());
            // Enough to go on with until the moment comes, and through the restart.
            load.pauseAfterEach(FIFTH.toNanos() / fifth);
            boolean hit = false;
            for (int strike = 0; !hit && strike < STRIKES; strike++) {
                KillMoment.Kill kill = moment.strike(server, client);
                assertThat(load.isDone()).as("the load lasts until the kill").isFalse();
                long acknowledged = load.acknowledged();
                server.close();
                server = server.launchAgain();
                CompletableFuture<String> aftermath = server.nextLogLine(kill.aftermath());
                server.whenReady();
                hit = !kill.over() && came(aftermath);
                say("killed %s%s at %,d acknowledged, back in %.1f s; %s; %s"
                        .formatted(
                                moment,
                                hit ? "" : " (too late)",
                                acknowledged,
                                server.readySeconds(),
                                kill.seen(),
                                aftermath.getNow("no aftermath")));
            }
            assertThat(hit).as("a kill " + moment).isTrue();
            load.pauseAfterEach(0);
        }
        return server;
    }

    private static boolean came(CompletableFuture<String> line) throws Exception {
        try {
            line.get(AFTERMATH.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void awaitNoDataInLedgers(ServerProcess server, VarveClient client) throws Exception {
        client.admin().sealTopic("orders");
        say("sealed");
        Eventually.holds("everything is tiered", PATIENCE, () -> client.admin().tierStatus().segments().stream()
                .allMatch(segment -> segment.state() == Segment.State.OPEN || segment.state() == Segment.State.TIERED));
        Eventually.holds(
                "no data is in ledgers",
                PATIENCE,
                () -> client.admin().describeTopic("orders").partitions().stream()
                                .mapToLong(PartitionDescription::ledgerBytes)
                                .sum()
                        == 0);
        Eventually.holds(
                "dropped ledgers are deleted",
                PATIENCE,
                () -> client.admin().tierStatus().ledgersPendingDelete() == 0);
        TierStatus status = client.admin().tierStatus();
        Set<Long> tiered = tieredLedgers(server);
        assertThat(tiered).as("ledgers that were copied").isNotEmpty();
        Set<Long> listed = status.segments().stream().map(Segment::ledgerId).collect(Collectors.toSet());
        try (BookKeeperLedgers ledgers = new BookKeeperLedgers(server)) {
            NavigableSet<Long> left = ledgers.list();
            int batches = 0;
            int unlisted = 0;
            for (long ledger : left) {
                batches += ledgers.batches(ledger);
                if (!listed.contains(ledger)) {
                    // Made for a shard that died before it listed it (I6): nothing was ever written.
                    assertThat(ledgers.entries(ledger))
                            .as("entries of ledger %d", ledger)
                            .isZero();
                    unlisted++;
                }
            }
            say(
                    "%d ledgers were copied; %d are left with %d batches, %d of them empty and unlisted; %,d objects with %,d bytes"
                            .formatted(
                                    tiered.size(),
                                    left.size(),
                                    batches,
                                    unlisted,
                                    status.objects(),
                                    status.objectBytes()));
            assertThat(left).doesNotContainAnyElementsOf(tiered).containsAll(listed);
            assertThat(batches).isZero();
        }
    }

    /** Every ledger that a server said it had copied to objects. */
    private static Set<Long> tieredLedgers(ServerProcess server) throws IOException {
        return logged(server, TIERED.asPredicate()).stream()
                .map(TIERED::matcher)
                .flatMap(Matcher::results)
                .map(ledger -> Long.valueOf(ledger.group(1)))
                .collect(Collectors.toSet());
    }

    /** The lines that this server and those before it logged. */
    private static List<String> logged(ServerProcess server, Predicate<String> wanted) throws IOException {
        try (Stream<String> lines = Files.lines(server.settings().log())) {
            return lines.filter(wanted).toList();
        }
    }

    private static void check(ServerProcess server, HistoryCheck check, int records) throws Exception {
        try (VarveClient client = server.client();
                Reader<byte[]> reader = client.newReader(Schema.bytes())
                        .topic("orders")
                        .from(StartPosition.earliest())
                        .create()) {
            long end =
                    reader.ends().values().stream().mapToLong(Long::longValue).sum();
            long start = System.nanoTime();
            long read = 0;
            while (read < end) {
                List<ReceivedRecord<byte[]>> batch = reader.poll(PATIENCE);
                assertThat(batch).as("records after %d of %d", read, end).isNotEmpty();
                for (ReceivedRecord<byte[]> record : batch) {
                    check.read(record.partition(), record.offset(), Objects.requireNonNull(record.value()));
                    read++;
                }
            }
            ReadCounters counters = reader.counters();
            say("read %,d records in %.1f s: %s".formatted(read, (System.nanoTime() - start) / 1e9, counters));
            assertThat(check.problems()).isEmpty();
            assertThat(check.acknowledged()).isEqualTo(records);
            assertThat(read).isEqualTo(check.acknowledged() + check.unacknowledged());
            assertThat(counters.objectRecords()).as("read from objects only").isEqualTo(read);
        }
    }

    private static void say(String what) {
        System.out.printf("KillTest: %5.1f s %s%n", (System.nanoTime() - START_NANOS) / 1e9, what);
    }
}
