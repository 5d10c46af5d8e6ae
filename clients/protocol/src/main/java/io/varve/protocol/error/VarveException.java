/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.error;

import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure as users see it: a stable {@link ErrorCode} and a sentence that names the thing, the value and the limit.
 */
public final class VarveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /** A failure with no cause worth keeping. */
    public VarveException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** A failure with the exception that led to it. */
    public VarveException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** Whether the same request may succeed later without a change of its own. */
    public boolean retriable() {
        return code.retriable();
    }

    @Override
    public String toString() {
        return "VarveException[" + code + "]: " + getMessage();
    }
}
