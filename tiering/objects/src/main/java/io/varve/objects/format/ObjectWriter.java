/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one object, batch by batch, holding two parts of {@value #PART_BYTES} bytes and the index of the object in memory.
 * For one thread, which blocks while the store is slower than the batches come; throws {@link StoreException}. Ends with
 * {@link #complete} or {@link #close}.
 */
public final class ObjectWriter implements AutoCloseable {
    /** Bytes per block: what is read and checked at once. */
    public static final int BLOCK_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);
    private static final int PART_BYTES = 4 << 20;

    private final String key;
    private final ObjectMeta origin;
    private final ObjectStore.Upload upload;
    private final ObjectOutline outline;
    private ByteBuf part = Unpooled.EMPTY_BUFFER;
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private boolean completed;

    private ObjectWriter(String key, ObjectMeta origin, ObjectStore.Upload upload, int blockBytes) {
        this.key = key;
        this.origin = origin;
        this.upload = upload;
        this.outline = new ObjectOutline(blockBytes);
    }

    /**
     * Begins an object.
     *
     * @param origin what its meta section says; the sequences are replaced by those of the batches
     */
    public static ObjectWriter begin(ObjectStore store, String key, ObjectMeta origin) {
        return begin(store, key, origin, BLOCK_BYTES);
    }

    static ObjectWriter begin(ObjectStore store, String key, ObjectMeta origin, int blockBytes) {
        return new ObjectWriter(key, origin, BlockingPool.await(store.begin(key)), blockBytes);
    }

    /**
     * Adds a batch. Lanes come in their order and without returning to an earlier one, batches of a lane by offset.
     *
     * @param lane what it belongs to
     * @param batch exactly one batch, checked by the caller; borrowed and copied
     * @param appendMs when it was appended to the log, in ms since the epoch
     * @param sequence its log sequence
     * @param sideData what the log says about it besides, at most 65,535 bytes, mostly none; borrowed and copied
     */
    public void append(PartitionLane lane, ByteBuf batch, long appendMs, long sequence, ByteBuf sideData) {
        outline.add(lane, batch, appendMs, sequence, sideData);
        write(batch);
    }

    /** Bytes of data so far. */
    public long dataBytes() {
        return outline.dataBytes();
    }

    /**
     * Ends the object and makes it visible. When the store can't say whether that worked, this returns as if it had: nobody
     * else uses the key, so that reading the object back, which comes next anyway, tells.
     */
    public WrittenObject complete() {
        ByteBuf tail = outline.finish(origin);
        try {
            write(tail);
            flush();
            BlockingPool.await(writing);
            ObjectLocation location = complete(tail);
            ObjectDirectory directory =
                    ObjectDirectory.parse(location, tail.skipBytes(tail.readableBytes() - location.directoryLength()));
            return new WrittenObject(
                    location,
                    directory.meta().firstSequence(),
                    directory.meta().endSequence(),
                    origin.level(),
                    outline.times().minAppendMs(),
                    outline.times().maxAppendMs());
        } finally {
            tail.release();
        }
    }

    /** Gives the object up unless it is complete; a failure to do so is logged, since the upload then stays invisible. */
    @Override
    public void close() {
        outline.close();
        part.release();
        part = Unpooled.EMPTY_BUFFER;
        if (completed) {
            return;
        }
        completed = true;
        try {
            // A write on its way has the upload until it is done.
            writing.handle((nothing, failure) -> failure == null)
                    .thenCompose(written -> upload.abort())
                    .join();
        } catch (RuntimeException e) {
            LOG.info("could not abort the upload of an object; key={}", key, e);
        }
    }

    private ObjectLocation complete(ByteBuf tail) {
        ObjectFooter footer = ObjectFooter.ofTail(tail);
        int directoryLength = Math.toIntExact(footer.totalLength() - footer.directoryPosition());
        int directoryCrc = Crc32c.of(tail, tail.writerIndex() - directoryLength, directoryLength);
        try {
            BlockingPool.await(upload.complete());
        } catch (StoreException.UnknownOutcome e) {
            LOG.info("the store can't say whether an object is complete; key={} reason={}", key, e.getMessage());
        }
        completed = true;
        return new ObjectLocation(key, footer.totalLength(), footer.directoryPosition(), directoryLength, directoryCrc);
    }

    private void write(ByteBuf bytes) {
        for (int index = bytes.readerIndex(); index < bytes.writerIndex(); ) {
            if (part.writableBytes() == 0) {
                flush();
                part = ByteBufAllocator.DEFAULT.directBuffer(PART_BYTES, PART_BYTES);
            }
            int length = Math.min(part.writableBytes(), bytes.writerIndex() - index);
            part.writeBytes(bytes, index, length);
            index += length;
        }
    }

    /** Hands the part to the store, once it has taken the one before. */
    private void flush() {
        BlockingPool.await(writing);
        if (part.isReadable()) {
            ByteBuf full = part;
            part = Unpooled.EMPTY_BUFFER;
            writing = upload.write(full);
        }
    }
}
