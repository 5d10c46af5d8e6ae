/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the main job, as processes of their own, against a standalone server; {@link CommandsTest} has others. What is
 * only looked up between them, some of it until it comes, is asked in this process.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CliTest {
    private static final boolean LONG = Boolean.getBoolean("varve.long");
    private static final int RECORDS = LONG ? 100_000 : 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REPLAYED = Pattern.compile(
            "\\{\"topic\":\"orders\",\"partition\":(\\d+),\"offset\":(\\d+),.*\"value\":\"(\\d+)\",\"encoding\":\"utf-8\".*");

    @TempDir
    private static Path directory;

    private static ServerProcess server;
    private static CliRunner varve;
    private static CliRunner asked;

    @BeforeAll
    static void startServer() throws Exception {
        server = ServerProcess.start(ServerSettings.in(directory).with("tiering.ledger-delay", "1s"));
        varve = CliRunner.ofProcesses(server);
        asked = CliRunner.inThisProcess(server);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aTopicIsCreatedFilledConsumedTieredReplayedAndDeleted() throws Exception {
        if (!LONG) {
            System.out.println("reduced: 10,000 records; -Dvarve.long has ten times as many");
        }
        assertThat(varve.succeed("topic create orders --partitions 4 --retention 30d --retention-bytes 10GiB"))
                .containsPattern("\norders +4 +30d +10\\.0 GiB ");
        assertThat(asked.succeed("topic list -o json"))
                .contains("\"topic\":\"orders\"", "\"partitions\":4", "\"retentionMs\":2592000000");

        String produced = varve.succeed(numbers(), "produce orders");
        assertThat(produced).startsWith(RECORDS + " records, ");
        assertThat(rows(produced, "(?m)^ *(\\d+) +\\d+ +(\\d+)$").values().stream()
                        .mapToLong(last -> last + 1)
                        .sum())
                .isEqualTo(RECORDS);

        String before = asked.succeed("topic describe orders -o json");
        assertThat(CliRunner.sum(before, "nextOffset")).isEqualTo(RECORDS);
        assertThat(CliRunner.sum(before, "memoryBytes")).isPositive();
        assertThat(CliRunner.sum(before, "ledgerBytes")).isPositive();
        assertThat(CliRunner.sum(before, "objectBytes")).isZero();

        theGroupGetsEachRecordOnce();
        theTopicGoesToObjects();
        replaysGiveBackWhatWasProduced();

        assertThat(varve.succeed("topic delete orders --yes"))
                .startsWith("topic orders deleted, can be restored until ");
        asked.refused(1, "TOPIC_NOT_FOUND", "topic describe orders");
        assertThat(asked.succeed("topic deleted")).containsPattern("(?m)^orders +4 ");
        varve.succeed("topic restore orders --as orders-again");
        theRestoredTopicHasItsRecordsAndTheGroupItsProgress();
        assertThat(varve.succeed("topic delete orders-again --now --yes"))
                .isEqualTo("topic orders-again deleted for good\n");
        assertThat(asked.succeed("topic deleted")).doesNotContain("orders-again");
        asked.refused(1, "TOPIC_NOT_FOUND", "topic describe orders");
        assertThat(asked.succeed("topic list")).doesNotContainPattern("(?m)^orders ");
    }

    private static void theRestoredTopicHasItsRecordsAndTheGroupItsProgress() throws Exception {
        String records = varve.succeed("consume orders-again --from earliest --max " + RECORDS + " --timeout 60s");
        assertThat(sorted(records.lines())).isEqualTo(sorted(numbers().lines()));
        assertThat(asked.succeed("group describe orders-again billing")).containsPattern("lag +0 records");
        varve.succeed("1\n2\n", "produce orders-again");
        assertThat(varve.succeed("consume orders-again --group billing --max 2 --timeout 60s"))
                .hasLineCount(2);
    }

    private static void theGroupGetsEachRecordOnce() throws Exception {
        int most = RECORDS - 1_000;
        String first = varve.succeed("consume orders --group billing --from earliest --max " + most + " --timeout 60s");
        assertThat(first).hasLineCount(most);
        assertThat(asked.succeed("group list orders")).containsPattern("\nbilling ");
        String midway = asked.succeed("group describe orders billing -o json");
        assertThat(CliRunner.sum(midway, "committedOffset")).isEqualTo(most);
        assertThat(midway).contains("\"lagRecords\":" + (RECORDS - most) + ",\"members\"");

        String rest = varve.succeed("consume orders --group billing --max " + (RECORDS - most) + " --timeout 60s");
        assertThat(sorted(Stream.concat(first.lines(), rest.lines())))
                .isEqualTo(sorted(numbers().lines()));
        assertThat(asked.succeed("group describe orders billing")).containsPattern("lag +0 records");
        ProgramRun over = varve.run("", "consume orders --group billing --max 1 --timeout 2s");
        assertThat(over).isEqualTo(new ProgramRun(3, "", "varve: 0 records of 1 when --timeout had passed\n"));
    }

    private static void theTopicGoesToObjects() throws Exception {
        assertThat(varve.succeed("topic seal orders")).startsWith("orders: ");
        Eventually.holds("the topic is in objects only", PATIENCE, () -> {
            String topic = asked.succeed("topic describe orders -o json");
            return CliRunner.sum(topic, "ledgerBytes") == 0 && CliRunner.sum(topic, "objectBytes") > 0;
        });
        assertThat(CliRunner.sum(asked.succeed("topic segments orders -o json"), "bytes"))
                .isEqualTo(CliRunner.sum(asked.succeed("topic describe orders -o json"), "objectBytes"));
        assertThat(asked.succeed("topic segments orders")).contains("v1/").doesNotContain("ledger ");
        assertThat(asked.succeed("shard list")).containsPattern("(?m)^ +0  default ");
        String status = asked.succeed("tier status -o json");
        assertThat(status).contains("\"objectStores\":[\"file:").contains("\"paused\":false");
        assertThat(CliRunner.sum(status, "objects")).isPositive();
        assertThat(asked.succeed("tier status"))
                .containsPattern("\nlast error +-\n")
                .containsPattern("\ntiered +\\d+ ");
    }

    private static void replaysGiveBackWhatWasProduced() throws Exception {
        Path file = directory.resolve("out.jsonl");
        assertThat(varve.succeed("replay orders --from 2026-01-01T00:00:00Z --to-file " + file))
                .startsWith(RECORDS + " records, ")
                .contains("100.0 % straight from objects");
        Map<Integer, Long> next = new HashMap<>();
        List<String> values = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher record = REPLAYED.matcher(line);
            assertThat(record.matches()).as(line).isTrue();
            int partition = Integer.parseInt(record.group(1));
            assertThat(Long.parseLong(record.group(2))).as(line).isEqualTo(next.getOrDefault(partition, 0L));
            next.merge(partition, 1L, Long::sum);
            values.add(record.group(3));
        }
        assertThat(sorted(values.stream())).isEqualTo(sorted(numbers().lines()));

        varve.succeed("topic create again --partitions 4");
        assertThat(varve.succeed("replay orders --to-topic again --parallel 2")).startsWith(RECORDS + " records, ");
        String again = varve.succeed("consume again --from earliest --max " + RECORDS + " --timeout 60s");
        assertThat(sorted(again.lines())).isEqualTo(sorted(numbers().lines()));
    }

    @Test
    void keysAndValuesComeBackFromAFile() throws Exception {
        varve.succeed("topic create keyed --partitions 1");
        Path file = Files.writeString(directory.resolve("lines"), "k1:größe\nplain\nk2:v:2\n");
        assertThat(varve.succeed("produce keyed --key-separator : --file " + file))
                .startsWith("3 records, ");
        assertThat(varve.succeed("consume keyed --from earliest --max 3 --timeout 60s --print key,value,offset"))
                .isEqualTo("k1\tgröße\t0\n\tplain\t1\nk2\tv:2\t2\n");
    }

    @Test
    void eachKindOfFailureHasItsExitCode() throws Exception {
        varve.refused(1, "INVALID_NAME", "topic create no+name --partitions 1");
        assertThat(varve.run("", "topic create --partitons 1").exitCode()).isEqualTo(2);
        assertThat(varve.run("", "topic list --server 127.0.0.1:1").exitCode()).isEqualTo(4);
    }

    private static String numbers() {
        return IntStream.rangeClosed(1, RECORDS).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.sorted().toList();
    }

    /** The second group of each match, by the first. */
    private static Map<String, Long> rows(String table, String row) {
        return Pattern.compile(row)
                .matcher(table)
                .results()
                .collect(
                        Collectors.toMap((MatchResult match) -> match.group(1), match -> Long.valueOf(match.group(2))));
    }
}
