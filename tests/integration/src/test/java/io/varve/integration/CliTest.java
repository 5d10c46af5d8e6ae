/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

/** The commands that users type, as processes of their own, against a standalone server. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CliTest {
    private static final int RECORDS = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REPLAYED = Pattern.compile(
            "\\{\"topic\":\"orders\",\"partition\":(\\d+),\"offset\":(\\d+),.*\"value\":\"(\\d+)\",\"encoding\":\"utf-8\".*");

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    @BeforeAll
    static void startServer() throws Exception {
        server = ServerProcess.start(ServerSettings.in(directory).with("tiering.ledger-delay", "1s"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aTopicIsCreatedFilledConsumedTieredReplayedAndDeleted() throws Exception {
        assertThat(succeed("topic create orders --partitions 4 --retention 30d --retention-bytes 10GiB"))
                .containsPattern("\norders +4 +30d +10\\.0 GiB ");
        assertThat(succeed("topic list -o json"))
                .contains("\"topic\":\"orders\"", "\"partitions\":4", "\"retentionMs\":2592000000");

        String produced = succeed(numbers(), "produce orders");
        assertThat(produced).startsWith(RECORDS + " records, ");
        assertThat(rows(produced, "(?m)^ *(\\d+) +\\d+ +(\\d+)$").values().stream()
                        .mapToLong(last -> last + 1)
                        .sum())
                .isEqualTo(RECORDS);

        String before = succeed("topic describe orders -o json");
        assertThat(sum(before, "nextOffset")).isEqualTo(RECORDS);
        assertThat(sum(before, "memoryBytes")).isPositive();
        assertThat(sum(before, "ledgerBytes")).isPositive();
        assertThat(sum(before, "objectBytes")).isZero();

        theGroupGetsEachRecordOnce();
        theTopicGoesToObjects();
        replaysGiveBackWhatWasProduced();

        assertThat(succeed("topic delete orders --yes")).startsWith("topic orders deleted, can be restored until ");
        refused(1, "TOPIC_NOT_FOUND", "topic describe orders");
        assertThat(succeed("topic deleted")).containsPattern("(?m)^orders +4 ");
        succeed("topic restore orders --as orders-again");
        theRestoredTopicHasItsRecordsAndTheGroupItsProgress();
        assertThat(succeed("topic delete orders-again --now --yes")).isEqualTo("topic orders-again deleted for good\n");
        assertThat(succeed("topic deleted")).doesNotContain("orders-again");
        refused(1, "TOPIC_NOT_FOUND", "topic describe orders");
        assertThat(succeed("topic list")).doesNotContainPattern("(?m)^orders ");
    }

    private static void theRestoredTopicHasItsRecordsAndTheGroupItsProgress() throws Exception {
        String records = succeed("consume orders-again --from earliest --max " + RECORDS + " --timeout 60s");
        assertThat(sorted(records.lines())).isEqualTo(sorted(numbers().lines()));
        assertThat(succeed("group describe orders-again billing")).containsPattern("lag +0 records");
        succeed("1\n2\n", "produce orders-again");
        assertThat(succeed("consume orders-again --group billing --max 2 --timeout 60s"))
                .hasLineCount(2);
    }

    private static void theGroupGetsEachRecordOnce() throws Exception {
        int most = RECORDS - 1_000;
        String first = succeed("consume orders --group billing --from earliest --max " + most + " --timeout 60s");
        assertThat(first).hasLineCount(most);
        assertThat(succeed("group list orders")).containsPattern("\nbilling ");
        String midway = succeed("group describe orders billing -o json");
        assertThat(sum(midway, "committedOffset")).isEqualTo(most);
        assertThat(midway).contains("\"lagRecords\":" + (RECORDS - most) + ",\"members\"");

        String rest = succeed("consume orders --group billing --max " + (RECORDS - most) + " --timeout 60s");
        assertThat(sorted(Stream.concat(first.lines(), rest.lines())))
                .isEqualTo(sorted(numbers().lines()));
        assertThat(succeed("group describe orders billing")).containsPattern("lag +0 records");
        ProgramRun over = varve("", "consume orders --group billing --max 1 --timeout 2s");
        assertThat(over).isEqualTo(new ProgramRun(3, "", "varve: 0 records of 1 when --timeout had passed\n"));
    }

    private static void theTopicGoesToObjects() throws Exception {
        assertThat(succeed("topic seal orders")).startsWith("orders: ");
        Eventually.holds("the topic is in objects only", PATIENCE, () -> {
            String topic = succeed("topic describe orders -o json");
            return sum(topic, "ledgerBytes") == 0 && sum(topic, "objectBytes") > 0;
        });
        assertThat(sum(succeed("topic segments orders -o json"), "bytes"))
                .isEqualTo(sum(succeed("topic describe orders -o json"), "objectBytes"));
        assertThat(succeed("topic segments orders")).contains("v1/").doesNotContain("ledger ");
        assertThat(succeed("shard list")).containsPattern("(?m)^ +0  default ");
        String status = succeed("tier status -o json");
        assertThat(status).contains("\"objectStores\":[\"file:").contains("\"paused\":false");
        assertThat(sum(status, "objects")).isPositive();
        assertThat(succeed("tier status")).containsPattern("\nlast error +-\n").containsPattern("\ntiered +\\d+ ");
    }

    private static void replaysGiveBackWhatWasProduced() throws Exception {
        Path file = directory.resolve("out.jsonl");
        assertThat(succeed("replay orders --from 2026-01-01T00:00:00Z --to-file " + file))
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

        succeed("topic create again --partitions 4");
        assertThat(succeed("replay orders --to-topic again --parallel 2")).startsWith(RECORDS + " records, ");
        String again = succeed("consume again --from earliest --max " + RECORDS + " --timeout 60s");
        assertThat(sorted(again.lines())).isEqualTo(sorted(numbers().lines()));
    }

    @Test
    void keysAndValuesComeBackFromAFile() throws Exception {
        succeed("topic create keyed --partitions 1");
        Path file = Files.writeString(directory.resolve("lines"), "k1:größe\nplain\nk2:v:2\n");
        assertThat(succeed("produce keyed --key-separator : --file " + file)).startsWith("3 records, ");
        assertThat(succeed("consume keyed --from earliest --max 3 --timeout 60s --print key,value,offset"))
                .isEqualTo("k1\tgröße\t0\n\tplain\t1\nk2\tv:2\t2\n");
    }

    @Test
    void aGroupIsSoughtBackWhileItIsRead() throws Exception {
        succeed("topic create sought --partitions 2");
        succeed(
                IntStream.rangeClosed(1, 1_000).mapToObj(i -> i + "\n").collect(Collectors.joining()),
                "produce sought");
        CompletableFuture<String> printed = inBackground("consume sought --group rewound --max 2000 --timeout 60s");
        Eventually.holds("the group has read all", PATIENCE, () -> varve("", "group describe sought rewound")
                .out()
                .contains("lag      0 records"));
        String plan = succeed("group seek sought rewound --to earliest --dry-run -o json");
        assertThat(plan).contains("\"dryRun\":true", "\"to\":0,");
        assertThat(sum(plan, "from")).isEqualTo(1_000);
        assertThat(succeed("group seek sought rewound --to earliest --yes -o json"))
                .isEqualTo(plan.replace("\"dryRun\":true", "\"dryRun\":false"));
        List<String> twice = IntStream.rangeClosed(1, 1_000)
                .boxed()
                .flatMap(i -> Stream.of(i.toString(), i.toString()))
                .toList();
        assertThat(sorted(printed.get(60, TimeUnit.SECONDS).lines())).isEqualTo(sorted(twice.stream()));
    }

    @Test
    void aTopicGrowsWhileAGroupReadsIt() throws Exception {
        succeed("topic create grown --partitions 2");
        succeed("k:first\n", "produce grown --key-separator :");
        CompletableFuture<String> printed = inBackground("consume grown --group growing --max 301 --timeout 60s");
        Eventually.holds(
                "the group has read the first record",
                PATIENCE,
                () -> varve("", "group describe grown growing").out().contains("lag      0 records"));
        assertThat(succeed("topic alter grown --partitions 6 --dry-run"))
                .contains("2 of 3 keys (66.7 %) would go to another partition than with 2");
        assertThat(succeed("topic alter grown --partitions 6 --retention 1d --yes"))
                .containsPattern("\ngrown +6 +1d ");
        refused(1, "INVALID_ARGUMENT", "topic alter grown --partitions 2 --yes");
        String produced = succeed(
                IntStream.range(0, 300).mapToObj(i -> "k" + i + ":v\n").collect(Collectors.joining()),
                "produce grown --key-separator :");
        assertThat(rows(produced, "(?m)^ *(\\d+) +\\d+ +(\\d+)$")).hasSize(6);
        assertThat(printed.get(60, TimeUnit.SECONDS)).hasLineCount(301);
    }

    @Test
    void aMessageIdIsStoredOnceHoweverOftenItIsSent() throws Exception {
        succeed("topic create payments --partitions 2 --dedup 1d");
        assertThat(succeed("topic describe payments")).containsPattern("(?m)^dedup +1d$");
        String lines = "4711|anna:5 EUR\n4712|ben:6 EUR\n";
        String produce = "produce payments --message-id-separator | --key-separator :";
        assertThat(succeed(lines, produce)).startsWith("2 records, 29 B ");
        assertThat(succeed(lines + "4713|anna:7 EUR\n", produce)).startsWith("3 records, 2 of them stored before, ");
        assertThat(sum(succeed("topic describe payments -o json"), "nextOffset"))
                .isEqualTo(3);
    }

    @Test
    void aTopicInTheRecycleBinIsPurged() throws Exception {
        succeed("topic create rubbish --partitions 2");
        succeed("topic delete rubbish --yes");
        assertThat(succeed("topic purge rubbish --dry-run")).endsWith("nothing was deleted\n");
        assertThat(succeed("topic deleted")).containsPattern("(?m)^rubbish +2 ");
        assertThat(succeed("topic purge rubbish --yes")).isEqualTo("topic rubbish deleted for good\n");
        assertThat(succeed("topic deleted")).doesNotContain("rubbish");
        refused(1, "TOPIC_NOT_FOUND", "topic restore rubbish");
    }

    @Test
    void aReplayThatWasBegunOverHttpIsListedAndStopped() throws Exception {
        succeed("topic create begun --partitions 1");
        succeed("topic create target --partitions 1");
        succeed("1\n2\n3\n", "produce begun");
        String http = "127.0.0.1:" + server.httpPort();
        HttpResponse<String> begun = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + http + "/topics/begun/replay"))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"target\":{\"topic\":\"target\"},\"rate\":1}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String job = begun.headers().firstValue("location").orElseThrow().substring("/jobs/".length());
        assertThat(succeed("job list --http " + http)).containsPattern("\n" + job + " +\\w+ +begun +target ");
        assertThat(succeed("job stop " + job + " --http " + http + " -o json"))
                .startsWith("{\"job\":\"" + job + "\",\"state\":\"");
        Eventually.holds("the job has ended", PATIENCE, () -> varve("", "job describe " + job + " --http " + http)
                .out()
                .matches("(?s).* (stopped|done) .*"));
    }

    @Test
    void aNamespaceOfAnotherTenantIsUsedFromEndToEnd() throws Exception {
        refused(1, "NAMESPACE_NOT_FOUND", "topic create acme/billing/orders --partitions 2");
        assertThat(succeed("namespace create acme/billing")).contains("acme/billing");
        succeed("topic create acme/billing/orders --partitions 2");
        assertThat(succeed("topic list --prefix acme/billing/")).containsPattern("(?m)^acme/billing/orders +2 ");
        succeed("a\nb\n", "produce acme/billing/orders");
        assertThat(sorted(succeed("consume acme/billing/orders --group acme/billing/audit --max 2 --timeout 60s")
                        .lines()))
                .containsExactly("a", "b");
        assertThat(succeed("group describe acme/billing/orders acme/billing/audit"))
                .containsPattern("lag +0 records");
        assertThat(succeed("topic seal acme/billing/orders")).startsWith("acme/billing/orders: ");
        refused(1, "INVALID_ARGUMENT", "namespace delete acme/billing");
        refused(1, "INVALID_ARGUMENT", "namespace delete acme/billing --dry-run");
        assertThat(succeed("namespace describe acme/billing")).contains("acme/billing");
        succeed("group delete acme/billing/audit --yes");
        succeed("topic delete acme/billing/orders --now --yes");
        assertThat(succeed("namespace delete acme/billing")).isEqualTo("namespace acme/billing deleted\n");
        assertThat(succeed("namespace list")).doesNotContain("acme");
    }

    @Test
    void eachKindOfFailureHasItsExitCode() throws Exception {
        refused(1, "INVALID_NAME", "topic create no+name --partitions 1");
        assertThat(varve("", "topic create --partitons 1").exitCode()).isEqualTo(2);
        assertThat(varve("", "topic list --server 127.0.0.1:1").exitCode()).isEqualTo(4);
    }

    private static CompletableFuture<String> inBackground(String line) {
        CompletableFuture<String> printed = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                printed.complete(succeed(line));
            } catch (Exception | AssertionError e) {
                printed.completeExceptionally(e);
            }
        });
        runner.setDaemon(true);
        runner.start();
        return printed;
    }

    private static String numbers() {
        return IntStream.rangeClosed(1, RECORDS).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.sorted().toList();
    }

    /** The sum of all numbers of a name in a line of JSON. */
    private static long sum(String json, String name) {
        return Pattern.compile("\"" + name + "\":(\\d+)")
                .matcher(json)
                .results()
                .mapToLong(number -> Long.parseLong(number.group(1)))
                .sum();
    }

    /** The second group of each match, by the first. */
    private static Map<String, Long> rows(String table, String row) {
        return Pattern.compile(row)
                .matcher(table)
                .results()
                .collect(
                        Collectors.toMap((MatchResult match) -> match.group(1), match -> Long.valueOf(match.group(2))));
    }

    private static String succeed(String line) throws Exception {
        return succeed("", line);
    }

    private static String succeed(String input, String line) throws Exception {
        ProgramRun run = varve(input, line);
        assertThat(run.exitCode()).as("%s: %s", line, run.err()).isZero();
        return run.out();
    }

    private static void refused(int exitCode, String code, String line) throws Exception {
        ProgramRun run = varve("", line);
        assertThat(run.exitCode()).as(line).isEqualTo(exitCode);
        assertThat(run.err()).as(line).startsWith("varve: " + code + ": ").hasLineCount(1);
        assertThat(run.out()).as(line).isEmpty();
    }

    private static ProgramRun varve(String input, String line) throws Exception {
        return ProgramRun.ofVarve(Map.of("VARVE_SERVER", server.address()), input, line.split(" "));
    }
}
