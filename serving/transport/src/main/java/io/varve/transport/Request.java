/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.shard.answer.Reply;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command that waits for its answer. It is answered once, on whatever thread; until that answer has been written it holds its
 * part of the flow budget, and until somebody takes it, its payload.
 *
 * @param <C> the command
 * @param <A> what it is answered with
 */
final class Request<C extends MessageLite, A extends MessageLite> implements Reply<A> {
    private final ServerConnection connection;
    private final Frame frame;
    private final C command;
    private final long takenBytes;
    private final AtomicBoolean isAnswered = new AtomicBoolean();
    private ByteBuf payload;
    private boolean isSilent;
    private int shard = Redirects.NO_SHARD;

    /**
     * A request of a connection; takes ownership of the frame's payload.
     *
     * @param takenBytes what it has taken of the connection's flow budget
     */
    @SuppressWarnings("unchecked") // the table of commands pairs each type with the handler of its message
    Request(ServerConnection connection, Frame frame, long takenBytes) {
        this.connection = connection;
        this.frame = frame;
        this.command = (C) frame.message();
        this.takenBytes = takenBytes;
        this.payload = frame.payload();
    }

    ServerConnection connection() {
        return connection;
    }

    CommandType type() {
        return frame.type();
    }

    C command() {
        return command;
    }

    /** The payload, without giving it away. */
    ByteBuf payload() {
        return payload;
    }

    /** Hands the payload to the caller, who releases it. */
    ByteBuf takePayload() {
        ByteBuf taken = payload;
        payload = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /** Nothing will be written for this request, whatever becomes of it. */
    void silence() {
        isSilent = true;
    }

    /** Names the shard that it concerns, so that {@code NOT_OWNER} can say who owns that. */
    void concerns(int shard) {
        this.shard = shard;
    }

    /** Whether it has its answer. */
    boolean isAnswered() {
        return isAnswered.get();
    }

    @Override
    public void done(A answer) {
        finish(Frame.response(frame.type(), frame.requestId(), answer));
    }

    @Override
    public void failed(VarveException failure) {
        connection.counters().failed(frame.type(), failure.code());
        finish(Frame.error(
                frame.type(), frame.requestId(), connection.redirects().toWire(failure, shard)));
    }

    /** Fails with what a client may be told of {@code failure}. */
    void failedBy(Throwable failure) {
        failed(Failures.toClient(failure));
    }

    private void finish(Frame answer) {
        if (!isAnswered.compareAndSet(false, true)) {
            throw new IllegalStateException(frame.type() + " " + frame.requestId() + " was answered twice");
        }
        takePayload().release();
        if (isSilent) {
            connection.giveBack(takenBytes);
        } else {
            connection.send(answer, () -> connection.giveBack(takenBytes));
        }
    }
}
