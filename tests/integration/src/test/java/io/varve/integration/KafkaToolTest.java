/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.Segment;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Apache Kafka's own tool, and ours, make of stored objects: files that outlive the cluster that wrote them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaToolTest {
    private static final Pattern BATCH =
            Pattern.compile("baseOffset: (\\d+) lastOffset: (\\d+) count: (\\d+) .*isvalid: (true|false)");

    /** More than a partition must have in a segment to get an object of its own: 16 MiB. */
    private static final int LARGE = 20_000;

    private static final int SMALL = 1_000;

    /** Of a standalone cluster: with more partitions than that, some share an object. */
    private static final int SHARDS = 8;

    /** Partition and number of records in a table of what an object holds. */
    private static final Pattern ROW = Pattern.compile("(?m)^[0-9a-f-]{36} +(\\d+) +0 +0 +\\d+ +(\\d+) ");

    @TempDir
    private static Path directory;

    private static List<Path> objects = List.of();

    @BeforeAll
    static void objectsAreWritten() throws Exception {
        ServerProcess server = ServerProcess.start(ServerSettings.in(directory));
        try (server;
                VarveClient client = server.client()) {
            client.admin().createTopic(NewTopic.of("large", 1));
            client.admin().createTopic(NewTopic.of("small", 2 * SHARDS));
            produce(client, "large", LARGE);
            produce(client, "small", SMALL);
            client.admin().sealTopic("large");
            client.admin().sealTopic("small");
            Eventually.holds(
                    "objects are stored", Duration.ofSeconds(60), () -> client.admin().tierStatus().segments().stream()
                            .allMatch(segment ->
                                    segment.state() == Segment.State.OPEN || segment.state() == Segment.State.TIERED));
        }
        objects = objects(server.settings().objects());
    }

    @Test
    void kafkaReadsTheObjectOfASinglePartitionAsASegmentOfItsOwn() throws Exception {
        Path segment = directory.resolve("00000000000000000000.log");
        Files.copy(objects.get(0), segment);

        assertThat(dumped(segment)).isEqualTo(LARGE);
    }

    @Test
    void kafkaReadsEachPartitionThatWasExtractedFromAPack() throws Exception {
        Path pack = objects.get(1);
        List<MatchResult> rows = ROW.matcher(varve("object", "describe", pack.toString()))
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(1);
        for (MatchResult row : rows) {
            Path segment = Files.createDirectory(directory.resolve("partition-" + row.group(1)))
                    .resolve("00000000000000000000.log");
            String said = varve(
                    "object", "extract", pack.toString(), "--partition", row.group(1), "--to-file", segment.toString());
            assertThat(said).contains(row.group(2) + " records");
            assertThat(dumped(segment)).isEqualTo(Long.parseLong(row.group(2)));
        }
    }

    /** Records that Kafka's tool finds in a segment, in whole batches without gaps and with valid checksums. */
    private static long dumped(Path segment) throws Exception {
        String dump = run("org.apache.kafka.tools.DumpLogSegments", "--files", segment.toString());
        long next = 0;
        long records = 0;
        Matcher batch = BATCH.matcher(dump);
        while (batch.find()) {
            assertThat(batch.group(4)).as(batch.group()).isEqualTo("true");
            assertThat(Long.parseLong(batch.group(1))).as(batch.group()).isEqualTo(next);
            next = Long.parseLong(batch.group(2)) + 1;
            records += Long.parseLong(batch.group(3));
        }
        assertThat(records).as(dump).isEqualTo(next);
        return records;
    }

    private static String varve(String... arguments) throws Exception {
        return run("io.varve.cli.Main", arguments);
    }

    private static String run(String program, String... arguments) throws Exception {
        ProgramRun run = ProgramRun.of(program, Map.of(), "", arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    /** The object of the large topic, then those of the small one, fullest first: records are of one size. */
    private static List<Path> objects(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.toString().endsWith(".vseg"))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().length())
                            .reversed())
                    .toList();
        }
    }

    private static void produce(VarveClient client, String topic, int records) {
        SplittableRandom random = new SplittableRandom(7);
        List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(topic).create()) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[1024];
                random.nextBytes(value);
                sent.add(producer.send(ProducerRecord.of(value).key("key-" + i)));
            }
            producer.flush();
        }
        sent.forEach(CompletableFuture::join);
    }
}
