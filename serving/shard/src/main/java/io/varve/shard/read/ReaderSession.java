/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.shard.loop.Completions;
import io.varve.shard.state.PartitionKey;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open reader: from {@link #begin} on it pushes batches while there is credit, and waits at the end of the partition
 * without a timer. Owned by the shard's loop. At most one read is under way; each answer goes out before the next read
 * begins, so a reader takes its turn among others.
 */
public final class ReaderSession implements ReaderHandle {
    private static final int READ_BYTES = 1024 * 1024;

    /** Where the partition begins. */
    public interface Start {
        /** First kept offset as of all records that were appended. */
        long offset();

        /** Tells of it when it is confirmed (I2). */
        void whenConfirmed(Runnable tell);
    }

    private final ReadPath path;
    private final PartitionReads reads;
    private final Start start;
    private final ReaderSink sink;
    private final Consumer<ReaderSession> onEnd;
    /** One object, by which the partition knows this reader again. */
    private final Runnable wake = this::next;

    private final long openedFirst;
    private final long openedNext;
    private long position;
    private long credit;
    private boolean paused;
    private boolean begun;
    private boolean busy;
    private boolean ended;
    private @Nullable VarveException refusal;

    /**
     * A reader that doesn't read yet.
     *
     * @param onEnd called once, when the reader is over for whatever reason
     */
    public ReaderSession(
            ReadPath path,
            PartitionKey key,
            Start start,
            long offset,
            long credit,
            ReaderSink sink,
            Consumer<ReaderSession> onEnd) {
        this.path = path;
        this.reads = path.index().of(key);
        this.start = start;
        this.sink = sink;
        this.onEnd = onEnd;
        this.position = offset;
        this.credit = credit;
        this.openedFirst = start.offset();
        this.openedNext = reads.confirmedEnd();
    }

    /** Reads. Its client knows of it by now. */
    public void begin() {
        begun = true;
        next();
    }

    /** Why it was ended before it began; null unless it was. */
    public @Nullable VarveException refusal() {
        return refusal;
    }

    private void next() {
        if (begun && !busy) {
            busy = true;
            path.loop().execute(this::step);
        }
    }

    private void step() {
        busy = false;
        if (ended || paused || credit <= 0) {
            return;
        }
        long first = start.offset();
        if (position < first) {
            busy = true;
            VarveException removed = new VarveException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "partition " + reads.key() + ": offset " + position
                            + " was removed by retention, the first kept one is " + first);
            start.whenConfirmed(() -> end(removed));
            return;
        }
        if (position >= reads.confirmedEnd()) {
            reads.await(wake);
            return;
        }
        int room = sink.room();
        if (room <= 0) {
            paused = true;
            return;
        }
        busy = true;
        CompletableFuture<Batches> read =
                path.read(reads.key(), position, (int) Math.min(Math.min(READ_BYTES, room), credit));
        Completions.whenDone(read, this::deliver);
    }

    private void deliver(Batches batches, @Nullable Throwable failure) {
        busy = false;
        if (failure != null) {
            if (!ended) {
                end(ReadFailures.translate(failure));
            }
            return;
        }
        if (ended) {
            batches.bytes().release();
            return;
        }
        int bytes = batches.bytes().readableBytes();
        if (!sink.takes(bytes)) {
            batches.bytes().release();
            paused = true;
            return;
        }
        credit -= bytes;
        path.delivered(bytes);
        position = batches.nextOffset();
        sink.records(batches.bytes(), position, reads.confirmedEnd(), batches.source());
        next();
    }

    /** Ends the reader from the broker's side and tells its client why. */
    public void end(VarveException error) {
        if (!ended) {
            close();
            if (begun) {
                sink.ended(error);
            } else {
                refusal = error;
            }
        }
    }

    @Override
    public long firstOffset() {
        return openedFirst;
    }

    @Override
    public long nextOffset() {
        return openedNext;
    }

    @Override
    public void addCredit(long bytes) {
        credit += bytes;
        next();
    }

    @Override
    public void resume() {
        paused = false;
        next();
    }

    /** Which partition it reads. */
    public PartitionKey key() {
        return reads.key();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            reads.forget(wake);
            onEnd.accept(this);
        }
    }
}
