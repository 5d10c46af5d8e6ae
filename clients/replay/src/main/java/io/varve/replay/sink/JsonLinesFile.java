/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file with each record as a JSON object on a line, see {@link RecordJson}. Its mark is the file's length. */
public final class JsonLinesFile implements ReplaySink {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path path;
    private final FileChannel file;
    private final JsonGenerator json;

    private JsonLinesFile(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.json = new JsonFactory()
                .createGenerator(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
        // Records follow each other on lines of their own, which is for accept to see to.
        json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    /**
     * Opens a file, which is created if it isn't there, and appends to it; {@link #rewind} with 0 empties it.
     *
     * @throws IOException also if it isn't a regular file, which could not be cut back, and if another replay writes it
     */
    public static JsonLinesFile open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException(path + " is not a regular file");
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(file)) {
            file.close();
            throw new IOException(path + " is being written by another replay");
        }
        file.position(file.size());
        return new JsonLinesFile(path, file);
    }

    /** Locks it until it is closed; false if somebody else has. */
    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void accept(ReceivedRecord<byte[]> record) throws IOException {
        RecordJson.write(record, json);
        json.writeRaw('\n');
    }

    @Override
    public long commit() throws IOException {
        json.flush();
        file.force(false);
        return file.position();
    }

    @Override
    public void rewind(long mark) throws IOException {
        json.flush();
        if (file.size() < mark) {
            throw new IOException(path + " has " + file.size() + " bytes, but " + mark
                    + " had been written when the replay was stopped; it was changed since then");
        }
        file.truncate(mark);
        file.position(mark);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            json.close();
        }
    }
}
