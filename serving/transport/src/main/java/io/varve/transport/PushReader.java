/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.ReaderEnded;
import io.varve.protocol.wire.Records;
import io.varve.protocol.wire.Source;
import io.varve.shard.Shard;
import io.varve.shard.read.ReaderHandle;
import io.varve.shard.read.ReaderSink;
import org.jspecify.annotations.Nullable;

/** Passes what a shard's reader finds on to one client, as fast as that takes it. Owned by the shard's loop. */
final class PushReader implements ReaderSink {
    private final ServerConnection connection;
    private final Shard shard;
    private final int id;
    private @Nullable ReaderHandle handle;
    private long earlyCredit;
    private boolean isClosed;

    PushReader(ServerConnection connection, Shard shard, int id) {
        this.connection = connection;
        this.shard = shard;
        this.id = id;
    }

    /** The client's name for it. Any thread. */
    int id() {
        return id;
    }

    /** Whose reader it is. Any thread. */
    Shard shard() {
        return shard;
    }

    /** The shard has opened it. */
    void opened(ReaderHandle opened) {
        handle = opened;
        if (isClosed) {
            opened.close();
        } else if (earlyCredit > 0) {
            opened.addCredit(earlyCredit);
        }
    }

    @Override
    public int room() {
        int room = isClosed ? 0 : connection.room();
        if (room == 0 && !isClosed) {
            waits();
            // The client may have caught up before it could be seen that this reader waits.
            room = connection.room();
            if (room > 0) {
                connection.readers().removePaused(this);
            }
        }
        return room;
    }

    @Override
    public boolean takes(int bytes) {
        if (isClosed) {
            return false;
        }
        if (connection.takeToSend(bytes)) {
            return true;
        }
        waits();
        connection.awaitRoomToSend(bytes);
        return false;
    }

    private void waits() {
        connection.counters().readerPaused();
        connection.readers().addPaused(this);
    }

    @Override
    public void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source) {
        Records records = Records.newBuilder()
                .setReaderId(id)
                .setNextOffset(nextOffset)
                .setConfirmedEnd(confirmedEnd)
                .setSource(source)
                .build();
        connection.counters().pushed(batches.readableBytes());
        connection.push(Frame.push(CommandType.RECORDS, records, batches));
    }

    @Override
    public void ended(VarveException failure) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        connection.readers().remove(this);
        connection.counters().failed(CommandType.READER_ENDED, failure.code());
        ReaderEnded ended = ReaderEnded.newBuilder()
                .setReaderId(id)
                .setError(connection.redirects().toWire(failure, shard.id()))
                .build();
        connection.send(Frame.push(CommandType.READER_ENDED, ended, Unpooled.EMPTY_BUFFER), () -> {});
    }

    void addCredit(long bytes) {
        if (handle == null) {
            earlyCredit += bytes;
        } else if (!isClosed) {
            handle.addCredit(bytes);
        }
    }

    /** The client takes pushes again. */
    void resume() {
        if (handle != null && !isClosed) {
            handle.resume();
        }
    }

    /** Ends it: nothing is pushed after this. */
    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (handle != null) {
            handle.close();
        }
    }
}
