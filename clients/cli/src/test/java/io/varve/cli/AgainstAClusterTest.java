/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands from their arguments to their output, against brokers in memory. */
class AgainstAClusterTest {
    private final FakeCluster cluster = new FakeCluster(1);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aTopicIsCreatedListedDescribedSealedAndDeleted() {
        assertThat(succeed("topic create orders --partitions 2 --retention 30d --retention-bytes 10GiB"))
                .contains("orders           2  30d          10.0 GiB");
        assertThat(succeed("topic list --prefix ord -o json"))
                .startsWith("[{\"topic\":\"orders\",")
                .contains("\"retentionMs\":2592000000,\"retentionBytes\":10737418240,\"dedupWindowMs\":null");
        assertThat(succeed("topic list --prefix other -o json")).isEqualTo("[]\n");
        assertThat(succeed("topic describe orders")).contains("retention   30d").contains("PARTITION");
        assertThat(succeed("topic alter orders --partitions 4"))
                .endsWith("1 of 2 keys (50.0 %) go to another partition than with 2\n");
        assertThat(succeed("topic alter orders --dedup 1d --dry-run")).contains("  1d     ");
        assertThat(succeed("topic describe orders")).contains("dedup       none");
        assertThat(succeed("topic alter orders --dedup 1d -o json")).contains("\"dedupWindowMs\":86400000");
        assertThat(succeed("topic describe orders")).contains("dedup       1d");
        assertThat(succeed("topic seal orders --dry-run")).isEqualTo("orders: would seal shards 0\n");
        assertThat(succeed("topic seal orders")).startsWith("orders: sealed shards 0, ");
        assertThat(succeed("topic delete orders --dry-run")).endsWith("nothing was deleted\n");
        assertThat(succeed("topic delete orders"))
                .isEqualTo("topic orders deleted, can be restored until 1970-01-08T00:00:00.001Z\n");
        assertThat(succeed("topic deleted -o json")).contains("\"restorableUntil\":\"1970-01-08T00:00:00.001Z\"");
        assertThat(succeed("topic restore orders")).contains("\norders  ");
        assertThat(succeed("topic delete orders --now")).isEqualTo("topic orders deleted for good\n");
        succeed("topic create orders --partitions 1");
        succeed("topic delete orders");
        assertThat(succeed("topic purge orders --dry-run"))
                .isEqualTo("topic orders would be deleted for good\nnothing was deleted\n");
        assertThat(succeed("topic purge orders")).isEqualTo("topic orders deleted for good\n");
        refused("topic purge orders", "TOPIC_NOT_FOUND");
        assertThat(succeed("topic list")).hasLineCount(1);
    }

    @Test
    void saysWhatTheClusterIsMadeOfAndWhereRecordsAre() {
        cluster.topic("orders", 2);
        assertThat(succeed("broker list")).contains("SHARDS").containsPattern("127.0.0.1:\\d+ +1\n");
        assertThat(succeed("shard list")).contains("0  default").contains("1  default    -");
        assertThat(succeed("shard list -o json")).contains("\"brokerId\":null,\"address\":null");
        assertThat(succeed("topic segments orders --partition 1"))
                .containsPattern("1 +20 +35 +150 B +1970-01-01T00:00:00.002Z +ledger 7\n")
                .hasLineCount(5);
        assertThat(succeed("topic segments orders -o json")).contains("\"object\":\"v1/object-10\"", "\"ledgerId\":7");
    }

    @Test
    void saysHowTheClusterStands() {
        assertThat(succeed("cluster status"))
                .containsPattern("controller +fake-\\d+ \\(epoch 3\\)\n")
                .contains("shards                    1 served\n")
                .contains("bookies                   2 of 3 writable\n")
                .contains("shards short of copies    0\n")
                .contains("ledgers that lack a copy  -\n")
                .contains("zookeeper latency         1.5 ms\n")
                .containsPattern("fake-\\d+ +127.0.0.1:\\d+ +default +there +1 +1 +41.2 MB/s\n")
                .containsPattern("broker-gone +- +- +gone +0 +0 +-\n");
        assertThat(succeed("cluster status --shards"))
                .containsPattern("0 +default +7 +served +3 of 3 +fake-\\d+ +fake-\\d+ +9.8 MB/s\n");
        assertThat(succeed("cluster status -o json"))
                .contains("\"bookies\":{\"writable\":2,\"known\":3,\"underReplicatedLedgers\":null}")
                .contains("{\"brokerId\":\"broker-gone\",\"alive\":false,\"address\":null,\"pool\":null")
                .contains("{\"shard\":0,\"shardSet\":\"default\",\"epoch\":7,\"state\":\"served\"")
                .contains("\"servedShards\":1,\"loadBytesPerSecond\":41200000}")
                .contains("\"servedShards\":0,\"loadBytesPerSecond\":null}")
                .contains("\"loadBytesPerSecond\":9800000}");
    }

    @Test
    void movesArePlannedAndMade() {
        assertThat(succeed("cluster plan"))
                .contains("    1  broker-0  broker-1  broker-0 has 2 shards, broker-1 has 0\n");
        assertThat(succeed("cluster plan -o json"))
                .isEqualTo("[{\"shard\":1,\"from\":\"broker-0\",\"to\":\"broker-1\",\"reason\":\"balance\","
                        + "\"why\":\"broker-0 has 2 shards, broker-1 has 0\"}]\n");
        Run run = varveWith("", "cluster apply");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("broker-0 has 2 shards");
        assertThat(run.err()).isEqualTo("varve: 1 move done\n");
    }

    @Test
    void aBrokerIsDrainedUntilItIsSafeToStop() {
        String id = succeed("broker list -o json").split("\"")[3];
        assertThat(succeed("cluster drain " + id))
                .isEqualTo(id + " has no shards and gets none: it is safe to stop it\n");
        assertThat(succeed("cluster status")).contains("draining for ");
        assertThat(succeed("cluster drain " + id + " --undo -o json"))
                .startsWith("{\"brokerId\":\"" + id + "\",\"draining\":false,");
        refused("cluster drain x", "INVALID_ARGUMENT");
        Run run = varveWith("", "cluster drain fake-1 --timeout 1ms");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void aNamespaceIsCreatedListedAndDeleted() {
        assertThat(succeed("namespace create acme/billing")).contains("acme/billing  1970-01-01T00:00:00.001Z");
        assertThat(succeed("namespace list -o json")).contains("\"namespace\":\"acme/billing\"", "public/default");
        refused("namespace create acme/billing", "NAMESPACE_EXISTS");
        assertThat(succeed("namespace describe acme/billing")).contains("acme/billing  1970-01-01T00:00:00.001Z");
        refused("namespace describe acme/other", "NAMESPACE_NOT_FOUND");
        assertThat(succeed("namespace delete acme/billing --dry-run"))
                .isEqualTo("namespace acme/billing would be deleted\nnothing was deleted\n");
        assertThat(succeed("namespace delete acme/billing")).isEqualTo("namespace acme/billing deleted\n");
        refused("namespace delete acme/billing", "NAMESPACE_NOT_FOUND");
    }

    @Test
    void aRefusalIsOnStderrWithItsCode() {
        cluster.topic("orders", 1);
        refused("topic create orders --partitions 1", "TOPIC_EXISTS");
        refused("topic create no+name --partitions 1", "INVALID_NAME");
        refused("topic describe nothing", "TOPIC_NOT_FOUND");
        refused("topic delete nothing", "TOPIC_NOT_FOUND");
        refused("topic restore nothing", "TOPIC_NOT_FOUND");
        refused("topic alter nothing --retention 1d", "TOPIC_NOT_FOUND");
        refused("produce nothing", "TOPIC_NOT_FOUND");
        refused("consume nothing", "TOPIC_NOT_FOUND");
        refused("consume orders --partition 1", "PARTITION_NOT_FOUND");
        refused("group describe orders nobody", "GROUP_NOT_FOUND");
        refused("group delete nobody", "GROUP_NOT_FOUND");
        refused("group seek orders nobody --to latest", "GROUP_NOT_FOUND");
        refused("group seek nothing nobody --to latest", "TOPIC_NOT_FOUND");
    }

    @Test
    void linesComeBackByteForByteAndInOrder() throws IOException {
        cluster.topic("orders", 1);
        String lines =
                IntStream.range(0, 2_000).mapToObj(i -> "größe " + i + "\r\n").collect(Collectors.joining());
        Path file = Files.writeString(directory.resolve("lines"), lines);
        assertThat(succeed("produce orders --compression zstd --file " + file))
                .startsWith("2000 records, ")
                .endsWith("        0     2000         1999\n");
        assertThat(succeed("consume orders --from earliest --max 2000 --timeout 20s"))
                .isEqualTo(lines);
        assertThat(succeed("consume orders --from 1999 --max 1 --timeout 20s")).isEqualTo("größe 1999\r\n");
    }

    @Test
    void aDirectoryHasNoLines() {
        cluster.topic("orders", 1);
        assertThat(varveWith("", "produce orders --file " + directory).err())
                .isEqualTo("varve: " + directory + " is a directory\n");
    }

    @Test
    void keysAreCutOffAndPrinted() {
        cluster.topic("orders", 1);
        assertThat(varveWith("k1:v1\nplain\nk2:v:2\n", "produce orders --key-separator : -o json"))
                .satisfies(run -> assertThat(run.exitCode()).isZero())
                .satisfies(run -> assertThat(run.out())
                        .contains("\"records\":3,\"duplicates\":0,\"failed\":0,\"bytes\":16,")
                        .contains("\"partitions\":[{\"partition\":0,\"records\":3,\"lastOffset\":2}]"));
        assertThat(succeed("consume orders --from earliest --max 3 --timeout 20s --print offset,key,value"))
                .isEqualTo("0\tk1\tv1\n1\t\tplain\n2\tk2\tv:2\n");
        assertThat(succeed("consume orders --from 2 --max 1 --timeout 20s -o json"))
                .contains("\"key\":\"k2\",\"value\":\"v:2\",\"encoding\":\"utf-8\"");
    }

    @Test
    void aMessageIdIsStoredOnce() {
        cluster.topic("orders", 2);
        Run run = varveWith(
                "1|k:a\n2|b\n1|k:c\nplain\n",
                "produce orders --message-id-separator | --key-separator : --partition 1");
        assertThat(run.out()).startsWith("4 records, 1 of them stored before, ");
        assertThat(succeed("consume orders --from earliest --max 3 --timeout 20s --print partition,key,value,headers"))
                .isEqualTo("1\tk\ta\tvarve-message-id=1\n1\t\tb\tvarve-message-id=2\n1\t\tplain\t\n");
        Run tooLong = varveWith("x".repeat(257) + "|v\n", "produce orders --message-id-separator |");
        assertThat(tooLong.err()).startsWith("varve: line 1: INVALID_ARGUMENT: message id has 257 bytes");
    }

    @Test
    void aGroupGoesOnWhereItsLastMemberStoppedPrinting() {
        cluster.topic("orders", 2);
        String lines = IntStream.range(0, 1_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(varveWith(lines, "produce orders").exitCode()).isZero();
        String first = succeed("consume orders --group billing --max 300 --timeout 20s");
        assertThat(first).hasLineCount(300);
        assertThat(committed("billing", 0) + committed("billing", 1)).isEqualTo(300);
        String second = succeed("consume orders --group billing --max 700 --timeout 20s");
        assertThat(Stream.concat(first.lines(), second.lines()))
                .containsExactlyInAnyOrderElementsOf(lines.lines().toList());
        assertThat(succeed("group list orders")).contains("billing        0");
        assertThat(succeed("group describe orders billing")).contains("lag      0 records");
        assertThat(succeed("group seek orders billing --to earliest --partition 0 --dry-run"))
                .contains("PARTITION  FROM  TO  RECORDS")
                .endsWith("nothing was moved\n");
        assertThat(succeed("group seek orders billing --to earliest -o json"))
                .contains("\"dryRun\":false", "\"to\":0,");
        assertThat(committed("billing", 0) + committed("billing", 1)).isZero();
        assertThat(succeed("group delete billing --dry-run")).contains("nothing was deleted");
        assertThat(succeed("group delete billing --yes")).isEqualTo("group billing deleted\n");
    }

    @Test
    void whatDoesNotComeInTimeIsAnExitCodeOfItsOwn() {
        cluster.topic("orders", 1);
        assertThat(varveWith("a\nb\n", "produce orders").exitCode()).isZero();
        Run run = varveWith("", "consume orders --from earliest --max 3 --timeout 1s");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEqualTo("a\nb\n");
        assertThat(run.err()).isEqualTo("varve: 2 records of 3 when --timeout had passed\n");
        assertThat(succeed("consume orders --from earliest --timeout 1s")).isEqualTo("a\nb\n");
    }

    @Test
    void aLineThatIsTooLongFailsAloneAndIsCounted() {
        cluster.topic("orders", 1);
        Run run = varveWith("a\n" + "x".repeat(2 << 20) + "\nb\n", "produce orders");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("2 records, ");
        assertThat(run.err()).contains("varve: line 2: RECORD_TOO_LARGE: ").endsWith("varve: 1 of 3 records failed\n");
    }

    @Test
    void afterAFailureThatConcernsAllNothingMoreIsSent() {
        cluster.topic("orders", 1);
        cluster.rule(CommandType.PRODUCE, (broker, request) -> Fault.error(ErrorCode.DAMAGED));
        Run run = varveWith("a\n".repeat(10_000), "produce orders");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("0 records, ");
        assertThat(run.err()).contains("line 1: DAMAGED").contains("; what came after them was not sent");
    }

    @Test
    void anUnansweredQuestionEndsAtItsTimeout() {
        cluster.rule(CommandType.LIST_TOPICS, (broker, request) -> Fault.IGNORE);
        Run run = varveWith("", "topic list --timeout 500ms");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("TIMEOUT");
    }

    /** The next offset; 0 while nothing is committed. */
    private long committed(String group, int partition) {
        return Math.max(0, cluster.groups().committed(group, "orders", partition));
    }

    private String succeed(String line) {
        Run run = varveWith("", line);
        assertThat(run.err()).as(line).isEmpty();
        assertThat(run.exitCode()).as(line).isZero();
        return run.out();
    }

    private void refused(String line, String code) {
        Run run = varveWith("", line);
        assertThat(run.exitCode()).as(line).isEqualTo(1);
        assertThat(run.err()).as(line).startsWith("varve: " + code + ": ").hasLineCount(1);
        assertThat(run.out()).as(line).isEmpty();
    }

    private Run varveWith(String stdin, String line) {
        List<String> servers = List.of("--server", cluster.broker(0).address());
        return Run.varveWith(
                stdin,
                Stream.concat(servers.stream(), Arrays.stream(line.split(" "))).toArray(String[]::new));
    }
}
