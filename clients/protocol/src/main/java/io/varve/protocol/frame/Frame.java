/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.wire.Error;

/**
 * One message of a connection. Whoever holds a frame owns its payload and releases it (once), by {@link #release} or by
 * handing the payload on; the empty payload of most frames needs no release but allows it.
 *
 * @param type the command, or the command that is answered
 * @param flags {@link #RESPONSE}, {@link #ERROR}, {@link #PUSH} or 0 for a request
 * @param requestId unsigned; an answer has its request's, a push has 0
 * @param message the command
 * @param payload raw batches after the command; may be empty
 */
public record Frame(CommandType type, int flags, int requestId, MessageLite message, ByteBuf payload) {
    /** Flag: answers the request with the same id. */
    public static final int RESPONSE = 1;
    /** Flag, beside {@link #RESPONSE}: the request failed and the message is an {@link Error}. */
    public static final int ERROR = 2;
    /** Flag: sent unasked; the request id is 0. */
    public static final int PUSH = 4;

    /** A request without payload. */
    public static Frame request(CommandType type, int requestId, MessageLite message) {
        return new Frame(type, 0, requestId, message, Unpooled.EMPTY_BUFFER);
    }

    /** A request with a payload, of which it takes ownership. */
    public static Frame request(CommandType type, int requestId, MessageLite message, ByteBuf payload) {
        return new Frame(type, 0, requestId, message, payload);
    }

    /** The answer to a request. */
    public static Frame response(CommandType type, int requestId, MessageLite message) {
        return new Frame(type, RESPONSE, requestId, message, Unpooled.EMPTY_BUFFER);
    }

    /** The failure of a request. For a request whose type is unknown: {@link FrameCodec#encodeError}. */
    public static Frame error(CommandType type, int requestId, Error error) {
        return new Frame(type, RESPONSE | ERROR, requestId, error, Unpooled.EMPTY_BUFFER);
    }

    /** A push, which takes ownership of {@code payload}. */
    public static Frame push(CommandType type, MessageLite message, ByteBuf payload) {
        return new Frame(type, PUSH, 0, message, payload);
    }

    /** Whether this asks for something. */
    public boolean isRequest() {
        return (flags & (RESPONSE | PUSH)) == 0;
    }

    /** Whether this answers a request, with success or failure. */
    public boolean isResponse() {
        return (flags & RESPONSE) != 0;
    }

    /** Whether this is the failure of a request; the message is an {@link Error} then. */
    public boolean isError() {
        return (flags & ERROR) != 0;
    }

    /** Whether this was sent unasked. */
    public boolean isPush() {
        return (flags & PUSH) != 0;
    }

    /** Gives the payload back; for whoever doesn't hand it on. */
    public void release() {
        payload.release();
    }
}
