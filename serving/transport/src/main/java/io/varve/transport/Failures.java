/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures of stores become codes on the wire. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** What a client is told of a failure. Anything unexpected is logged here and told as {@code INTERNAL}. */
    static VarveException toClient(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return toClient(failure.getCause());
        }
        if (failure instanceof VarveException told) {
            return told;
        }
        if (failure instanceof StoreException store) {
            return new VarveException(codeOf(store), String.valueOf(store.getMessage()), store);
        }
        LOG.error("command failed unexpectedly", failure);
        return new VarveException(ErrorCode.INTERNAL, "defect of the broker: " + failure, failure);
    }

    private static ErrorCode codeOf(StoreException failure) {
        if (failure instanceof StoreException.Fenced) {
            return ErrorCode.NOT_OWNER;
        }
        if (failure instanceof StoreException.UnknownOutcome) {
            return ErrorCode.UNKNOWN_OUTCOME;
        }
        if (failure instanceof StoreException.Damaged) {
            return ErrorCode.DAMAGED;
        }
        // A conflict or a missing node that nobody gave a meaning to is a race with another change: trying again is
        // right.
        return ErrorCode.UNAVAILABLE;
    }
}
