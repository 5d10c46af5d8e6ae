/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.ObjectMeta;
import io.varve.objects.format.ObjectWriter;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory with an object that holds one record, for {@link Rehearsal}. */
final class RehearsedHistory implements AutoCloseable {
    static final UUID TOPIC = new UUID(1, 1);
    private static final UUID CLUSTER = new UUID(2, 2);
    private static final int BATCH_BYTES = 1 << 10;

    private final Path directory;

    private RehearsedHistory(Path directory) {
        this.directory = directory;
    }

    /** Writes it. */
    static RehearsedHistory write() throws IOException {
        Path directory = Files.createTempDirectory("varve-rehearsal");
        ObjectMeta meta = new ObjectMeta(CLUSTER, 0, 1, 1, 0, 0, 0, 0, 0, 0, List.of(), List.of());
        String key = ObjectKey.next(CLUSTER, ObjectKey.SHARED, 0, 1, 0).toString();
        try (ObjectStore store = DirectoryObjectStore.open(directory);
                ObjectWriter writer = ObjectWriter.begin(store, key, meta);
                BatchBuilder batch =
                        new BatchBuilder(ByteBufAllocator.DEFAULT, Codec.NONE, BATCH_BYTES, BatchLimits.DEFAULT)) {
            batch.append(0, null, "rehearsal".getBytes(StandardCharsets.UTF_8), List.of());
            var bytes = batch.build();
            try {
                writer.append(new PartitionLane(TOPIC, 0, 0), bytes, 0, 0, Unpooled.EMPTY_BUFFER);
            } finally {
                bytes.release();
            }
            writer.complete();
        }
        return new RehearsedHistory(directory);
    }

    /** Where it is. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
