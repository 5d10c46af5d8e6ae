/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.minio;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a failure of the SDK means to us. */
final class MinioFailures {
    private MinioFailures() {}

    static StoreException translate(String what, boolean write, Throwable failure) {
        int status = status(failure);
        String message = what + ": " + failure.getMessage();
        return switch (status) {
            case 404 -> new StoreException.NotFound(message, failure);
            case 409, 412 -> new StoreException.Conflict(message, failure);
            case 416 -> new StoreException.Damaged(message, failure);
            default ->
                write && !refused(status)
                        ? new StoreException.UnknownOutcome(message, failure)
                        : new StoreException.Unavailable(message, failure);
        };
    }

    /** Whether the service didn't answer, or with an error of its own: nothing is known of what was asked. */
    static boolean isOutage(@Nullable Throwable failure) {
        return failure instanceof IOException || (failure != null && status(failure) >= 500);
    }

    private static int status(Throwable failure) {
        if (failure instanceof ErrorResponseException answered) {
            return answered.response().code();
        }
        return failure instanceof ServerException answered ? answered.statusCode() : 0;
    }

    /** An answer below 500 is one; without any, or with a server's error, a write may have been done, or be done yet. */
    private static boolean refused(int status) {
        return status >= 300 && status < 500;
    }
}
