/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import static io.varve.cli.Run.varve;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.Run;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.SampleObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCommandTest {
    private static final PartitionLane FIRST = SampleObject.lane(1, 0);
    private static final PartitionLane SECOND = SampleObject.lane(1, 3);
    private static final String SECOND_TOPIC_ID = "00000000-0000-0001-0000-000000000001";
    private static final int BLOCK_BYTES = 4096;

    @TempDir
    Path directory;

    private Path file;
    private SampleObject sample;

    @BeforeEach
    void writeAnObject() throws IOException {
        file = directory.resolve("pack.vseg");
        try (DirectoryObjectStore store = DirectoryObjectStore.open(directory)) {
            sample = new SampleObject(store, "pack.vseg", BLOCK_BYTES);
            sample.startAt(SECOND, 500);
            sample.add(FIRST, 10, 100, 1_000);
            for (int i = 0; i < 20; i++) {
                sample.add(SECOND, 5, 1_000, 2_000 + i);
            }
            sample.write();
        }
    }

    @Test
    void describeListsWhatIsInIt() {
        Run run = varve("object", "describe", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("checked        110 records, all checksums right")
                .containsPattern("TOPIC ID +PARTITION +LANE +FIRST +NEXT +RECORDS +BATCHES")
                .containsPattern(SECOND_TOPIC_ID + " +0 +0 +0 +10 +10 +1 ")
                .containsPattern(SECOND_TOPIC_ID + " +3 +0 +500 +600 +100 +20 ");
    }

    @Test
    void describeInJsonHasExactNumbers() throws IOException {
        Run run = varve("object", "describe", file.toString(), "--partition", "3", "-o", "json");
        assertThat(run.out())
                .hasLineCount(1)
                .contains("\"bytes\":" + Files.size(file))
                .contains("\"clusterId\":\"11111111-1111-1111-2222-222222222222\"")
                .contains("\"ranges\":[{\"topicId\":\"" + SECOND_TOPIC_ID + "\",\"partition\":3,\"lane\":0,"
                        + "\"firstOffset\":500,\"nextOffset\":600,\"records\":100,\"batches\":20,")
                .contains("\"minTimestamp\":\"1970-01-01T00:00:02.000Z\"");
    }

    @Test
    void extractCopiesTheBatchesOfOnePartition() throws IOException {
        Path log = directory.resolve("00000000000000000500.log");
        Run run = varve("object", "extract", file.toString(), "--partition", "3", "--to-file", log.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(": 100 records, offsets 500 to 599, ");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] batch : sample.batches(SECOND)) {
            expected.write(batch);
        }
        assertThat(log).hasBinaryContent(expected.toByteArray());
    }

    @Test
    void extractNeverReplacesAFile() {
        Run run = varve("object", "extract", file.toString(), "--partition", "3", "--to-file", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(file + " exists already");
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void extractWantsOnePartition() {
        assertThat(varve("object", "extract", file.toString()).err())
                .contains("INVALID_ARGUMENT")
                .contains("holds 2 partitions");
        assertThat(varve("object", "extract", file.toString(), "--lane", "7").err())
                .contains("INVALID_ARGUMENT")
                .contains("nothing");
    }

    @Test
    void aChangedByteAnywhereIsFoundAndLeavesNoSegment() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path broken = directory.resolve("broken.vseg");
        Path log = directory.resolve("out.log");
        for (int i = 0; i < bytes.length; i += 997) {
            bytes[i] ^= 1;
            Files.write(broken, bytes);
            bytes[i] ^= 1;
            Run run = varve("object", "describe", broken.toString());
            assertThat(run.exitCode()).as("byte %d", i).isEqualTo(5);
            assertThat(run.err()).contains("DAMAGED").contains(broken.toString());
            assertThat(run.out()).isEmpty();
        }
        bytes[bytes.length / 2] ^= 1;
        Files.write(broken, bytes);
        Run run = varve("object", "extract", broken.toString(), "--partition", "3", "--to-file", log.toString());
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(log).doesNotExist();
    }

    @Test
    void anythingElseIsNoObject() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "hello");
        assertThat(varve("object", "describe", other.toString()).exitCode()).isEqualTo(5);
        Run missing = varve("object", "describe", directory.resolve("none").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("none: no such file");
    }
}
