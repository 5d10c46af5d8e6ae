/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.varve.cli.Run;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.record.ReceivedRecord;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.SampleObject;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.Source;
import io.varve.replay.Replay;
import io.varve.replay.checkpoint.CheckpointFile;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.JsonLinesFile;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code varve replay} of 100 records of which the first 60 are in a directory of objects too. */
class ReplayTopicTest {
    private static final long START = 1_760_000_000_000L;
    private static final int BATCH = 5;
    private static final int VALUE_BYTES = 100;
    private static final int RECORDS = 100;
    private static final int TIERED = 60;

    private final FakeCluster cluster = new FakeCluster(1).topic("orders", 1);

    @TempDir
    private Path directory;

    private Path objects;
    private Path output;
    private UUID topicId;

    @BeforeEach
    void publishAndTier() throws IOException {
        objects = Files.createDirectory(directory.resolve("objects"));
        output = directory.resolve("out.jsonl");
        try (VarveClient client = cluster.client()) {
            topicId = client.admin().describeTopic("orders").summary().id();
        }
        PartitionLane lane = new PartitionLane(topicId, 0, 0);
        String key = ObjectKey.next(SampleObject.ORIGIN.clusterId(), ObjectKey.SHARED, 3, 1, 0)
                .toString();
        try (DirectoryObjectStore store = DirectoryObjectStore.open(objects)) {
            SampleObject object = new SampleObject(store, key, 1000);
            for (int offset = 0; offset < RECORDS; offset += BATCH) {
                ByteBuf batch = SampleObject.batch(BATCH, VALUE_BYTES, START + offset, 1000 + offset / BATCH);
                cluster.store("orders", 0, batch, Source.SOURCE_TAIL);
                batch.release();
                if (offset < TIERED) {
                    object.add(lane, BATCH, VALUE_BYTES, START + offset);
                }
            }
            object.write();
        }
        cluster.inObject("orders", 0, key, 0, TIERED);
        cluster.objectStore("file:" + objects);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aFileGetsEachRecordOnALineInOrder() throws IOException {
        assertThat(succeed("orders --to-file " + output))
                .startsWith("100 records, 9.8 KiB in ")
                .endsWith("; 60.0 % straight from objects\n");
        assertThat(offsets()).isEqualTo(upTo(0, RECORDS));
        assertThat(Files.readAllLines(output).get(7))
                .startsWith(
                        "{\"topic\":\"orders\",\"partition\":0,\"offset\":7,\"timestamp\":\"2025-10-09T08:53:20.007Z\",\"key\":null,\"value\":\"")
                .endsWith("\"encoding\":\"base64\",\"headers\":[],\"deliveries\":null}");
        assertThat(directory).isDirectoryNotContaining("glob:**checkpoint*");
    }

    @Test
    void theResultAsJsonIsExact() {
        assertThat(succeed("orders --to-file " + output + " -o json"))
                .startsWith("{\"topic\":\"orders\",\"complete\":true,\"records\":100,\"bytes\":10000,"
                        + "\"recordsFromObjects\":60,\"bytesFromObjects\":6000,"
                        + "\"recordsFromBroker\":40,\"bytesFromBroker\":4000,\"recordsBefore\":0,\"seconds\":")
                .endsWith("\"partitions\":[{\"partition\":0,\"nextOffset\":100}]}\n");
    }

    @Test
    void aDryRunSaysWhereTheRecordsAreAndWritesNothing() {
        assertThat(succeed("orders --from 10 --to-file " + output + " --dry-run"))
                .isEqualTo("""
                        PARTITION  FIRST  END  OFFSETS  IN OBJECTS
                                0     10  100       90          50
                        nothing was replayed
                        """);
        assertThat(output).doesNotExist();
        cluster.topic("copy", 1);
        assertThat(succeed("orders --to-topic copy --dry-run -o json"))
                .isEqualTo("{\"dryRun\":true,\"topic\":\"orders\",\"offsets\":100,\"offsetsInObjects\":60,"
                        + "\"partitions\":[{\"partition\":0,\"firstOffset\":0,\"endOffset\":100}]}\n");
        assertThat(cluster.records("copy", 0)).isEmpty();
        assertThat(replay("orders --to-topic nowhere --dry-run").err()).startsWith("varve: TOPIC_NOT_FOUND: ");
    }

    @Test
    void aPacedReplayGivesTheSameRecords() throws IOException {
        succeed("orders --to-file " + output + " --rate 5000");
        assertThat(offsets()).isEqualTo(upTo(0, RECORDS));
        assertThat(replay("orders --to-file " + output + " --rate 0").exitCode())
                .isEqualTo(2);
    }

    @Test
    void objectsAndBrokersGiveTheSameRecords() throws IOException {
        succeed("orders --to-file " + output);
        cluster.objectStore("");
        Path again = directory.resolve("again.jsonl");
        assertThat(succeed("orders --to-file " + again)).endsWith("; 0.0 % straight from objects\n");
        assertThat(again).hasSameTextualContentAs(output);
    }

    @Test
    void aPartIsChosenByOffsetsAndTimes() throws IOException {
        succeed("orders --to-file " + output + " --from 13 --to 2025-10-09T08:53:20.077Z --partition 0");
        assertThat(offsets()).isEqualTo(upTo(13, 77));
        succeed("orders --to-file " + output + " --from 2025-10-09T10:53:20.077+02:00");
        assertThat(offsets()).isEqualTo(upTo(77, RECORDS));
        assertThat(succeed("orders --to-file " + output + " --from 2030-01-01")).startsWith("0 records, ");
        assertThat(output).isEmptyFile();
    }

    @Test
    void theObjectsAloneAreEnough() throws IOException {
        int connections = cluster.count(CommandType.HELLO);
        assertThat(succeed(topicId + " --to-file " + output + " --objects-only --object-store file:" + objects))
                .startsWith("60 records, ")
                .endsWith("; 100.0 % straight from objects\n");
        assertThat(offsets()).isEqualTo(upTo(0, TIERED));
        assertThat(cluster.count(CommandType.HELLO)).isEqualTo(connections);
        assertThat(Run.varve(("replay orders --to-file f --objects-only --object-store file:" + objects).split(" "))
                        .err())
                .contains("'orders' is no topic id");
        failed(1, "TOPIC_NOT_FOUND", new UUID(1, 1) + " --to-file f --objects-only --object-store file:" + objects);
        failed(1, "no such directory", topicId + " --to-file f --objects-only --object-store file:" + directory + "/x");
        failed(1, "no objects in", topicId + " --to-file f --objects-only --object-store file:" + directory);
    }

    @Test
    void anotherTopicGetsTheRecordsWithTheirTimes() {
        cluster.topic("again", 1);
        assertThat(succeed("orders --to-topic again")).startsWith("100 records, ");
        assertThat(cluster.records("again", 0)).isEqualTo(cluster.records("orders", 0));
        failed(1, "TOPIC_NOT_FOUND", "orders --to-topic nothing");
        cluster.rule(CommandType.PRODUCE, (broker, request) -> Fault.error(ErrorCode.DAMAGED));
        assertThat(failed(1, "DAMAGED", "orders --to-topic again").err())
                .contains("the replay to topic again is not complete; the same command begins anew");
    }

    @Test
    void whatIsNotThereIsRefusedAndLeavesNoFile() {
        failed(1, "TOPIC_NOT_FOUND", "nothing --to-file " + output);
        failed(1, "OFFSET_OUT_OF_RANGE", "orders --from 101 --to-file " + output);
        failed(1, "PARTITION_NOT_FOUND", "orders --partition 1 --to-file " + output);
        cluster.trim("orders", 0, 70);
        failed(1, "TIME_BEFORE_HISTORY", "orders --from 2025-01-01 --to-file " + output);
        assertThat(output).doesNotExist();
        failed(1, "no such file", "orders --to-file " + directory + "/none/out.jsonl");
        failed(1, "not a regular file", "orders --to-file " + directory);
    }

    @Test
    void anObjectThatChangedIsAnExitCodeOfItsOwn() throws IOException {
        Path object;
        try (Stream<Path> files = Files.walk(objects)) {
            object = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(object);
        bytes[5000] ^= 1;
        Files.write(object, bytes);
        failed(5, "DAMAGED", "orders --to-file " + output);
    }

    @Test
    void aStoreThatCannotBeReachedFromHereIsNoReasonToFail() throws IOException {
        cluster.objectStore("file:" + directory + "/elsewhere");
        Run run = replay("orders --to-file " + output);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("elsewhere: no such directory")
                .contains("--object-store says")
                .hasLineCount(1);
        assertThat(offsets()).isEqualTo(upTo(0, RECORDS));
        assertThat(succeed("orders --to-file " + output + " --object-store file:" + objects))
                .endsWith("; 60.0 % straight from objects\n");
    }

    @Test
    void theSameCommandGoesOnAfterBeingKilled() throws IOException {
        succeed("orders --to-file " + output);
        List<String> whole = Files.readAllLines(output);
        for (int records : new int[] {0, 1, 42, 77, 99}) {
            killedAfter(records);

            Run run = replay("orders --to-file " + output);

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("goes on behind them").hasLineCount(1);
            assertThat(run.out()).startsWith("100 records");
            assertThat(Files.readAllLines(output)).isEqualTo(whole);
            assertThat(CheckpointFile.of(output).read()).isEmpty();
        }
    }

    @Test
    void aFileThatWasBegunForSomethingElseIsNotTouched() throws IOException {
        killedAfter(42);
        byte[] begun = Files.readAllBytes(output);
        Run run = failed(
                1,
                "begun replay of orders, all partitions from earliest to latest",
                "orders --from 5 --to-file " + output);
        assertThat(run.err()).contains("all partitions from offset 5 to latest").contains("--restart");
        assertThat(Files.readAllBytes(output)).isEqualTo(begun);
        assertThat(succeed("orders --from 5 --restart --to-file " + output)).startsWith("95 records, ");
        assertThat(offsets()).isEqualTo(upTo(5, RECORDS));
    }

    @Test
    void whatItBeganBeforeAFailureIsGoneOnWith() throws IOException {
        cluster.rule(CommandType.OPEN_READER, (broker, request) -> Fault.error(ErrorCode.DAMAGED));
        Run run = failed(1, "DAMAGED", "orders --to-file " + output);
        assertThat(run.err()).contains("out.jsonl is not complete; the same command goes on with it");
        cluster.release(CommandType.OPEN_READER);
        assertThat(replay("orders --to-file " + output).out()).startsWith("100 records");
        assertThat(offsets()).isEqualTo(upTo(0, RECORDS));
    }

    /** Leaves behind what a process does that dies after so many records, in the middle of a line. */
    private void killedAfter(int records) throws IOException {
        ReplayRequest request = ReplayRequest.of("orders");
        CheckpointFile checkpoints = CheckpointFile.of(output);
        try (VarveClient client = cluster.client();
                ReplaySink sink = new Mortal(JsonLinesFile.open(output), records)) {
            Replay replay = Replay.of(client, "orders")
                    .checkpoints(checkpoints, new CheckpointInterval(700, Duration.ofDays(1)));
            replay.job(request, replay.plan(request), sink).run();
        } catch (Killed e) {
            Files.writeString(output, "{\"topic\":\"torn", StandardOpenOption.APPEND);
        }
    }

    private Run replay(String arguments) {
        return Run.varve(("replay --server " + cluster.broker(0).address() + " " + arguments).split(" "));
    }

    private String succeed(String arguments) {
        Run run = replay(arguments);
        assertThat(run.err()).as(arguments).isEmpty();
        assertThat(run.exitCode()).as(arguments).isZero();
        return run.out();
    }

    private Run failed(int exitCode, String said, String arguments) {
        Run run = replay(arguments);
        assertThat(run.err()).as(arguments).contains(said);
        assertThat(run.exitCode()).as(arguments).isEqualTo(exitCode);
        assertThat(run.out()).as(arguments).isEmpty();
        return run;
    }

    private List<Integer> offsets() throws IOException {
        return Files.readAllLines(output).stream()
                .map(line -> line.replaceFirst(".*\"offset\":(\\d+),.*", "$1"))
                .map(Integer::valueOf)
                .toList();
    }

    private static List<Integer> upTo(int first, int end) {
        List<Integer> offsets = new ArrayList<>();
        for (int offset = first; offset < end; offset++) {
            offsets.add(offset);
        }
        return offsets;
    }

    private static final class Killed extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Dies before it takes one record more. */
    private static final class Mortal implements ReplaySink {
        private final ReplaySink sink;
        private int left;

        private Mortal(ReplaySink sink, int records) {
            this.sink = sink;
            this.left = records;
        }

        @Override
        public void accept(ReceivedRecord<byte[]> record) throws IOException {
            if (left-- == 0) {
                throw new Killed();
            }
            sink.accept(record);
        }

        @Override
        public long commit() throws IOException {
            return sink.commit();
        }

        @Override
        public void rewind(long mark) throws IOException {
            sink.rewind(mark);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
