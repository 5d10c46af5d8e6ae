/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of the SDK means to us. */
final class S3Failures {
    private S3Failures() {}

    static StoreException translate(String what, boolean write, SdkException failure) {
        int status = failure instanceof AwsServiceException answered ? answered.statusCode() : 0;
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
    static boolean isOutage(SdkException failure) {
        return failure instanceof AwsServiceException answered
                ? answered.statusCode() >= 500
                : Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(IOException.class::isInstance);
    }

    /** An answer below 500 is one; without any, or with a server's error, a write may have been done, or be done yet. */
    private static boolean refused(int status) {
        return status >= 300 && status < 500;
    }
}
