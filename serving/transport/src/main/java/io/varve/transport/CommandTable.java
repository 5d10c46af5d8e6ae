/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.MessageLite;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who serves which command. Filled once at the start; each group of commands adds its own. */
final class CommandTable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTable.class);

    private final Map<CommandType, Handler<?, ?>> handlers = new EnumMap<>(CommandType.class);

    /** Serves one kind of command, on the loop of the connection that it came from. What it throws becomes the answer. */
    interface Handler<C extends MessageLite, A extends MessageLite> {
        void serve(Request<C, A> request);
    }

    /** Adds a handler; the types have to be those of the command type. */
    <C extends MessageLite, A extends MessageLite> void on(CommandType type, Handler<C, A> handler) {
        if (handlers.put(type, handler) != null) {
            throw new IllegalStateException(type + " is served twice");
        }
    }

    /** Serves a request, or refuses it if nobody serves its type. Never throws. */
    <C extends MessageLite, A extends MessageLite> void serve(Request<C, A> request) {
        @SuppressWarnings("unchecked")
        Handler<C, A> handler = (Handler<C, A>) handlers.get(request.type());
        try {
            if (handler == null) {
                throw new VarveException(ErrorCode.INVALID_ARGUMENT, request.type() + " can't be asked for here");
            }
            handler.serve(request);
        } catch (RuntimeException failure) {
            fail(request, failure);
        }
    }

    /** Answers a request whose serving threw, unless it was answered before that. */
    static void fail(Request<?, ?> request, RuntimeException failure) {
        if (request.isAnswered()) {
            LOG.error("{} failed after it was answered", request.type(), failure);
        } else {
            request.failedBy(failure);
        }
    }
}
