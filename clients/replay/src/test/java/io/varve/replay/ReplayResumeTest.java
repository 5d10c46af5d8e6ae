/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.replay.checkpoint.Checkpoint;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is written by several processes, each of which is killed, is the file that one would have written. */
class ReplayResumeTest {
    private static final ReplayRequest ALL = ReplayRequest.of(History.TOPIC.toString());
    private static final int RECORDS = 150;
    /** A checkpoint about every seven records. */
    private static final CheckpointInterval OFTEN = new CheckpointInterval(700, Duration.ofHours(1));

    private final History history = new History();

    @TempDir
    private Path directory;

    private Path output;

    @BeforeEach
    void someObjects() {
        history.object(2, 0, 50);
        history.object(1, 50, 100);
        output = directory.resolve("out.jsonl");
    }

    @Test
    void killedAnywhereBetweenTwoCheckpointsItGoesOnWithoutLosingOrRepeatingOne() throws IOException {
        List<String> whole = replayAll(directory.resolve("whole.jsonl"));
        assertThat(whole).hasSize(RECORDS);
        // Checkpoints are seven records apart, so that steps of eight come to every place between two.
        for (int killAfter = 0; killAfter < RECORDS; killAfter += 8) {
            Files.deleteIfExists(output);
            CheckpointFile.of(output).delete();
            killed(killAfter);
            // What was on its way to the disk when the process died.
            Files.writeString(output, "{\"topic\":\"torn", StandardOpenOption.APPEND);
            resume(output);
            assertThat(byPartition(Files.readAllLines(output)))
                    .as("killed after %s records", killAfter)
                    .isEqualTo(byPartition(whole));
        }
    }

    @Test
    void killedAgainAndAgainItGetsThere() throws IOException {
        List<String> whole = replayAll(directory.resolve("whole.jsonl"));
        killed(20);
        for (int i = 0; i < 20; i++) {
            try (JsonLinesFile file = JsonLinesFile.open(output)) {
                Replay replay = replay(output);
                Checkpoint checkpoint = CheckpointFile.of(output).read().orElseThrow();
                replay.resume(ALL, replay.plan(checkpoint), checkpoint, new Mortal(file, 10))
                        .run();
            } catch (Killed e) {
                continue;
            }
            break;
        }
        assertThat(byPartition(Files.readAllLines(output))).isEqualTo(byPartition(whole));
    }

    @Test
    void anOutputThatIsShorterThanItsCheckpointIsRefused() throws IOException {
        killed(100);
        Files.writeString(output, "");
        assertThatThrownBy(() -> resume(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out.jsonl has 0 bytes");
    }

    @Test
    void aCheckpointThatIsNoneIsRefused() throws IOException {
        CheckpointFile file = CheckpointFile.of(output);
        assertThat(file.read()).isEmpty();
        Files.writeString(file.path(), "{\"version\":1,");
        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("no checkpoint");
        Files.writeString(file.path(), "{\"version\":2}");
        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("version 2");
    }

    @Test
    void twoReplaysCannotWriteOneFile() throws IOException {
        JsonLinesFile first = JsonLinesFile.open(output);
        assertThatThrownBy(() -> JsonLinesFile.open(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another replay");
        first.close();
        JsonLinesFile.open(output).close();
    }

    @Test
    void aCheckpointSaysWhatWasAskedFor() throws IOException {
        ReplayRequest asked = ALL.partitions(Set.of(1, 0))
                .from(StartPosition.at(5))
                .to(StartPosition.at(Instant.ofEpochMilli(History.START + 90)));
        try (JsonLinesFile sink = JsonLinesFile.open(output)) {
            Replay replay = replay(output);
            replay.job(asked, replay.plan(asked), sink).run();
        }
        assertThat(CheckpointFile.of(output).read().orElseThrow().asked())
                .isEqualTo(asked.parallel(9).asked())
                .isEqualTo("partitions 0, 1 from offset 5 to 2025-10-09T08:53:20.090Z")
                .isNotEqualTo(ALL.asked());
        assertThat(ALL.follow(true).asked()).isEqualTo("all partitions from earliest on");
    }

    @Test
    void aReplayThatIsNotResumedBeginsAnew() throws IOException {
        List<String> first = replayAll(output);
        assertThat(replayAll(output)).isEqualTo(first);
    }

    private List<String> replayAll(Path file) throws IOException {
        try (JsonLinesFile sink = JsonLinesFile.open(file)) {
            Replay replay = replay(file);
            replay.job(ALL, replay.plan(ALL), sink).run();
        }
        return Files.readAllLines(file);
    }

    private void killed(int afterRecords) throws IOException {
        JsonLinesFile file = JsonLinesFile.open(output);
        Replay replay = replay(output);
        ReplayJob job = replay.job(ALL, replay.plan(ALL), new Mortal(file, afterRecords));
        assertThatThrownBy(job::run).isInstanceOf(Killed.class);
        file.close();
    }

    private void resume(Path file) throws IOException {
        try (JsonLinesFile sink = JsonLinesFile.open(file)) {
            Replay replay = replay(file);
            Checkpoint checkpoint = CheckpointFile.of(file).read().orElseThrow();
            ReplayProgress done = replay.resume(ALL, replay.plan(checkpoint), checkpoint, sink)
                    .run();
            assertThat(done.records()).isEqualTo(RECORDS);
            assertThat(done.complete()).isTrue();
        }
    }

    private Replay replay(Path file) {
        return history.replay().checkpoints(CheckpointFile.of(file), OFTEN);
    }

    private static List<String> byPartition(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort((a, b) -> partition(a).compareTo(partition(b)));
        return sorted;
    }

    private static String partition(String line) {
        return line.substring(line.indexOf("\"partition\""), line.indexOf("\"offset\""));
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
