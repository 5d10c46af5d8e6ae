/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.BrokerAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Why one attempt at one request failed: what the broker answered, or that the connection did not carry the request or its
 * answer. Retries look at it; users get {@link #toVarve()}. Has no stack trace, since it is made on the client's loop.
 */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The broker doesn't know, or can't say what its defect has left behind. */
    private static final Set<ErrorCode> LEAVE_IT_OPEN =
            EnumSet.of(ErrorCode.UNKNOWN_OUTCOME, ErrorCode.TIMEOUT, ErrorCode.INTERNAL);

    private final ErrorCode code;
    private final boolean answered;
    private final boolean sent;
    private final @Nullable Address owner;
    private final int retryAfterMillis;

    private CallException(
            ErrorCode code,
            String message,
            boolean answered,
            boolean sent,
            @Nullable Address owner,
            int retryAfterMillis,
            @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.answered = answered;
        this.sent = sent;
        this.owner = owner;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The broker's own answer. */
    public static CallException answered(io.varve.protocol.wire.Error error) {
        return new CallException(
                ErrorCode.of(error.getCode()),
                error.getMessage(),
                true,
                true,
                owner(error),
                error.getRetryAfterMs(),
                null);
    }

    /** The request never left this client. */
    public static CallException notSent(ErrorCode code, String message, @Nullable Throwable cause) {
        return new CallException(code, message, false, false, null, 0, cause);
    }

    /** The request may have arrived, but its answer did not. */
    public static CallException unanswered(ErrorCode code, String message, @Nullable Throwable cause) {
        return new CallException(code, message, false, true, null, 0, cause);
    }

    /** The failure of an attempt as this type, whatever futures have wrapped around it. */
    public static CallException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CallException call) {
            return call;
        }
        if (cause instanceof VarveException varve) {
            return notSent(varve.code(), String.valueOf(varve.getMessage()), varve);
        }
        return notSent(ErrorCode.INTERNAL, "the client failed: " + cause, cause);
    }

    /** The hint, if it is there and makes sense: a broker's mistake in it must not keep the answer from its caller. */
    private static @Nullable Address owner(io.varve.protocol.wire.Error error) {
        BrokerAddress owner = error.getOwner();
        return Address.isValid(owner.getHost(), owner.getPort()) ? Address.of(owner) : null;
    }

    /** What went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** The broker's hint with NOT_OWNER, if it had one. */
    public @Nullable Address owner() {
        return owner;
    }

    /** The broker's wish with BUSY; 0 if it had none. */
    public int retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Whether the request may have taken effect: no answer came, or the answer leaves it open. */
    public boolean maybeApplied() {
        return answered ? LEAVE_IT_OPEN.contains(code) : sent;
    }

    /** Whether asking again may help. */
    public boolean retriable() {
        return code.retriable();
    }

    /** Whether the broker said this, and not the connection. */
    public boolean isAnswer() {
        return answered;
    }

    /** The failure as users see it, with the caller's stack. */
    public VarveException toVarve() {
        return new VarveException(code, String.valueOf(getMessage()), this);
    }
}
