/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletionException;

/** Turns what the sources of a read report into what clients are told. */
public final class ReadFailures {
    private ReadFailures() {}

    /** The error for a client. */
    public static VarveException translate(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof VarveException known) {
            return known;
        }
        return new VarveException(code(cause), String.valueOf(cause.getMessage()), cause);
    }

    private static ErrorCode code(Throwable cause) {
        if (cause instanceof StoreException.Damaged) {
            return ErrorCode.DAMAGED;
        }
        // Whatever was dropped or fenced meanwhile is somewhere else by now: the client asks again.
        return cause instanceof StoreException ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }
}
