/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Error;

/** Failures as they travel, and back. */
public final class Errors {
    /** Longest message on the wire, in characters; what is beyond is cut off. */
    public static final int MAX_MESSAGE_CHARS = 1_000;

    private Errors() {}

    /** The wire form of a failure; {@code toBuilder()} adds an owner or a time to wait. */
    public static Error of(VarveException failure) {
        String message = failure.getMessage();
        return of(failure.code(), message == null ? "" : message);
    }

    /** The wire form of a failure; {@code toBuilder()} adds an owner or a time to wait. */
    public static Error of(ErrorCode code, String message) {
        return Error.newBuilder()
                .setCode(code.number())
                .setMessage(message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS))
                .build();
    }

    /** The failure that a peer reported; a code from a later version becomes INTERNAL and is named in the message. */
    public static VarveException toException(Error error) {
        ErrorCode code = ErrorCode.of(error.getCode());
        boolean known = code.number() == error.getCode();
        return new VarveException(
                code, known ? error.getMessage() : "error " + error.getCode() + ": " + error.getMessage());
    }
}
