/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.objects.ObjectStore;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One open object, for whoever reads it as a whole: verification, replay, tools. Nothing is cached but its directory. */
public final class ObjectReader {
    /** Holds the directory of most objects, so that opening one takes one read besides its size. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    private final ObjectStore store;
    private final ObjectDirectory directory;

    private ObjectReader(ObjectStore store, ObjectDirectory directory) {
        this.store = store;
        this.directory = directory;
    }

    /** Opens an object of which only the key is known. {@code NotFound}, or {@code Damaged} when it isn't whole. */
    public static CompletableFuture<ObjectReader> open(ObjectStore store, String key) {
        return store.size(key).thenCompose(bytes -> openEnd(store, key, bytes, Math.min(bytes, FIRST_READ_BYTES)));
    }

    /** Opens an object whose directory's place and checksum are known, with one read. */
    public static CompletableFuture<ObjectReader> open(ObjectStore store, ObjectLocation location) {
        return store.read(location.key(), location.directoryPosition(), location.directoryLength())
                .thenApply(tail -> {
                    try {
                        return new ObjectReader(store, ObjectDirectory.parse(location, tail));
                    } finally {
                        tail.release();
                    }
                });
    }

    private static CompletableFuture<ObjectReader> openEnd(ObjectStore store, String key, long bytes, long length) {
        if (bytes < ObjectFooter.BYTES) {
            return CompletableFuture.failedFuture(
                    new StoreException.Damaged("object " + key + " has only " + bytes + " bytes", null));
        }
        return store.read(key, bytes - length, (int) length).thenCompose(end -> {
            try {
                long directoryPosition = directoryPosition(key, bytes, end);
                if (directoryPosition < bytes - length) {
                    return openEnd(store, key, bytes, bytes - directoryPosition);
                }
                end.skipBytes((int) (directoryPosition - (bytes - length)));
                return CompletableFuture.completedFuture(
                        new ObjectReader(store, ObjectDirectory.parse(key, end, directoryPosition)));
            } finally {
                end.release();
            }
        });
    }

    private static long directoryPosition(String key, long bytes, ByteBuf end) {
        ObjectFooter footer;
        try {
            footer = ObjectFooter.ofTail(end);
        } catch (StoreException.Damaged e) {
            throw new StoreException.Damaged("object " + key + " " + e.getMessage(), e);
        }
        long position = footer.directoryPosition();
        if (footer.totalLength() != bytes || position < 0 || position > bytes || bytes - position > Integer.MAX_VALUE) {
            throw new StoreException.Damaged(
                    "object " + key + " of " + bytes + " bytes has a footer for " + footer.totalLength()
                            + " bytes with a directory at " + position,
                    null);
        }
        return position;
    }

    /** What is in it. */
    public ObjectDirectory directory() {
        return directory;
    }

    /**
     * Reads consecutive blocks by one ranged read, and checks them.
     *
     * @param first inclusive
     * @param end exclusive
     * @return the caller releases it
     */
    public CompletableFuture<ByteBuf> blocks(int first, int end) {
        return CheckedBlocks.read(store, directory, first, end);
    }

    /**
     * Reads and checks what lies between data and directory: the guard, and the side data of batches that have any, in the
     * order of the data.
     */
    public CompletableFuture<List<SideDataRow>> sideData() {
        long position = directory.dataLength();
        int length = Math.toIntExact(directory.position() - position);
        return store.read(directory.key(), position, length).thenApply(bytes -> {
            try {
                if (!ObjectOutline.isGuard(bytes, bytes.readerIndex())) {
                    throw new StoreException.Damaged(
                            "object " + directory.key() + " has no guard behind its data at " + position, null);
                }
                Optional<Section> section = directory.section(Section.SIDE_DATA);
                return section.isEmpty() ? List.of() : sideData(bytes, section.get(), position);
            } catch (IndexOutOfBoundsException e) {
                throw new StoreException.Damaged("object " + directory.key() + " has side data that is cut off", e);
            } finally {
                bytes.release();
            }
        });
    }

    private List<SideDataRow> sideData(ByteBuf bytes, Section section, long position) {
        int index = bytes.readerIndex() + (int) (section.position() - position);
        ByteBuf content = Unpooled.copiedBuffer(bytes.slice(index, (int) section.length()));
        if (Crc32c.of(content, 0, content.readableBytes()) != section.crc()) {
            throw new StoreException.Damaged("object " + directory.key() + " has side data with a wrong CRC", null);
        }
        List<SideDataRow> rows = new ArrayList<>();
        for (int left = content.readInt(); left > 0; left--) {
            rows.add(SideDataRow.read(content));
        }
        return rows;
    }
}
