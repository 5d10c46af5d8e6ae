/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A checkpoint as JSON in a file, which is replaced as a whole. */
public final class CheckpointFile implements CheckpointStore {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Path path;
    private final Path next;

    /** At this path; a second file beside it is used to write. */
    public CheckpointFile(Path path) {
        this.path = path;
        this.next = path.resolveSibling(path.getFileName() + ".next");
    }

    /** The checkpoint file that belongs to an output file: its name with {@code .checkpoint} behind. */
    public static CheckpointFile of(Path output) {
        return new CheckpointFile(output.resolveSibling(output.getFileName() + ".checkpoint"));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The last checkpoint; empty if there is none. */
    public Optional<Checkpoint> read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(bytes);
            int version = tree.path("version").asInt();
            if (version != Checkpoint.VERSION) {
                throw new IOException(
                        path + " is a checkpoint of version " + version + "; this program knows " + Checkpoint.VERSION);
            }
            return Optional.of(JSON.treeToValue(tree, Checkpoint.class));
        } catch (JsonProcessingException e) {
            throw new IOException(path + " is no checkpoint of a replay: " + e.getOriginalMessage(), e);
        }
    }

    /** Lasting when it returns: the new file and its name. */
    @Override
    public void write(Checkpoint checkpoint) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(checkpoint));
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    /** Removes it: the replay is complete, or begins anew. */
    public void delete() throws IOException {
        Files.deleteIfExists(next);
        Files.deleteIfExists(path);
    }

    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
