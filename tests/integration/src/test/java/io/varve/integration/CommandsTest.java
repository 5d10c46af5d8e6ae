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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands do to a standalone server and tell of it; as processes of their own {@link CliTest} runs them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static ServerProcess server;
    private static CliRunner varve;

    @BeforeAll
    static void startServer() throws Exception {
        server = ServerProcess.start(ServerSettings.in(directory));
        varve = CliRunner.inThisProcess(server);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aGroupIsSoughtBackWhileItIsRead() throws Exception {
        varve.succeed("topic create sought --partitions 2");
        varve.succeed(
                IntStream.rangeClosed(1, 1_000).mapToObj(i -> i + "\n").collect(Collectors.joining()),
                "produce sought");
        CompletableFuture<String> printed =
                varve.inBackground("consume sought --group rewound --max 2000 --timeout 60s");
        Eventually.holds("the group has read all", PATIENCE, () -> varve.run("", "group describe sought rewound")
                .out()
                .contains("lag      0 records"));
        String plan = varve.succeed("group seek sought rewound --to earliest --dry-run -o json");
        assertThat(plan).contains("\"dryRun\":true", "\"to\":0,");
        assertThat(CliRunner.sum(plan, "from")).isEqualTo(1_000);
        assertThat(varve.succeed("group seek sought rewound --to earliest --yes -o json"))
                .isEqualTo(plan.replace("\"dryRun\":true", "\"dryRun\":false"));
        List<String> twice = IntStream.rangeClosed(1, 1_000)
                .boxed()
                .flatMap(i -> Stream.of(i.toString(), i.toString()))
                .toList();
        assertThat(sorted(printed.get(60, TimeUnit.SECONDS).lines())).isEqualTo(sorted(twice.stream()));
    }

    @Test
    void aTopicGrowsWhileAGroupReadsIt() throws Exception {
        varve.succeed("topic create grown --partitions 2");
        varve.succeed("k:first\n", "produce grown --key-separator :");
        CompletableFuture<String> printed = varve.inBackground("consume grown --group growing --max 301 --timeout 60s");
        Eventually.holds(
                "the group has read the first record",
                PATIENCE,
                () -> varve.run("", "group describe grown growing").out().contains("lag      0 records"));
        assertThat(varve.succeed("topic alter grown --partitions 6 --dry-run"))
                .contains("2 of 3 keys (66.7 %) would go to another partition than with 2");
        assertThat(varve.succeed("topic alter grown --partitions 6 --retention 1d --yes"))
                .containsPattern("\ngrown +6 +1d ");
        varve.refused(1, "INVALID_ARGUMENT", "topic alter grown --partitions 2 --yes");
        String produced = varve.succeed(
                IntStream.range(0, 300).mapToObj(i -> "k" + i + ":v\n").collect(Collectors.joining()),
                "produce grown --key-separator :");
        assertThat(Pattern.compile("(?m)^ *\\d+ +\\d+ +\\d+$").matcher(produced).results())
                .as("partitions of %s", produced)
                .hasSize(6);
        assertThat(printed.get(60, TimeUnit.SECONDS)).hasLineCount(301);
    }

    @Test
    void aMessageIdIsStoredOnceHoweverOftenItIsSent() throws Exception {
        varve.succeed("topic create payments --partitions 2 --dedup 1d");
        assertThat(varve.succeed("topic describe payments")).containsPattern("(?m)^dedup +1d$");
        String lines = "4711|anna:5 EUR\n4712|ben:6 EUR\n";
        String produce = "produce payments --message-id-separator | --key-separator :";
        assertThat(varve.succeed(lines, produce)).startsWith("2 records, 29 B ");
        assertThat(varve.succeed(lines + "4713|anna:7 EUR\n", produce))
                .startsWith("3 records, 2 of them stored before, ");
        assertThat(CliRunner.sum(varve.succeed("topic describe payments -o json"), "nextOffset"))
                .isEqualTo(3);
    }

    @Test
    void aTopicInTheRecycleBinIsPurged() throws Exception {
        varve.succeed("topic create rubbish --partitions 2");
        varve.succeed("topic delete rubbish --yes");
        assertThat(varve.succeed("topic purge rubbish --dry-run")).endsWith("nothing was deleted\n");
        assertThat(varve.succeed("topic deleted")).containsPattern("(?m)^rubbish +2 ");
        assertThat(varve.succeed("topic purge rubbish --yes")).isEqualTo("topic rubbish deleted for good\n");
        assertThat(varve.succeed("topic deleted")).doesNotContain("rubbish");
        varve.refused(1, "TOPIC_NOT_FOUND", "topic restore rubbish");
    }

    @Test
    void aReplayThatWasBegunOverHttpIsListedAndStopped() throws Exception {
        varve.succeed("topic create begun --partitions 1");
        varve.succeed("topic create target --partitions 1");
        varve.succeed("1\n2\n3\n", "produce begun");
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
        assertThat(varve.succeed("job list --http " + http)).containsPattern("\n" + job + " +\\w+ +begun +target ");
        assertThat(varve.succeed("job stop " + job + " --http " + http + " -o json"))
                .startsWith("{\"job\":\"" + job + "\",\"state\":\"");
        Eventually.holds("the job has ended", PATIENCE, () -> varve.run("", "job describe " + job + " --http " + http)
                .out()
                .matches("(?s).* (stopped|done) .*"));
    }

    @Test
    void aNamespaceOfAnotherTenantIsUsedFromEndToEnd() throws Exception {
        varve.refused(1, "NAMESPACE_NOT_FOUND", "topic create acme/billing/orders --partitions 2");
        assertThat(varve.succeed("namespace create acme/billing")).contains("acme/billing");
        varve.succeed("topic create acme/billing/orders --partitions 2");
        assertThat(varve.succeed("topic list --prefix acme/billing/")).containsPattern("(?m)^acme/billing/orders +2 ");
        varve.succeed("a\nb\n", "produce acme/billing/orders");
        assertThat(sorted(varve.succeed("consume acme/billing/orders --group acme/billing/audit --max 2 --timeout 60s")
                        .lines()))
                .containsExactly("a", "b");
        assertThat(varve.succeed("group describe acme/billing/orders acme/billing/audit"))
                .containsPattern("lag +0 records");
        assertThat(varve.succeed("topic seal acme/billing/orders")).startsWith("acme/billing/orders: ");
        varve.refused(1, "INVALID_ARGUMENT", "namespace delete acme/billing");
        varve.refused(1, "INVALID_ARGUMENT", "namespace delete acme/billing --dry-run");
        assertThat(varve.succeed("namespace describe acme/billing")).contains("acme/billing");
        varve.succeed("group delete acme/billing/audit --yes");
        varve.succeed("topic delete acme/billing/orders --now --yes");
        assertThat(varve.succeed("namespace delete acme/billing")).isEqualTo("namespace acme/billing deleted\n");
        assertThat(varve.succeed("namespace list")).doesNotContain("acme");
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.sorted().toList();
    }
}
