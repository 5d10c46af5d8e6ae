/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers one request's body within the limits. On the request's loop. What comes after a limit was met is thrown away, so that a
 * caller who still sends can read why not.
 */
final class BodyReader {
    private final HttpServerRequest request;
    private final int mostBytes;
    private final ByteBudget budget;
    private final Buffer body = Buffer.buffer();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private long takenBytes;

    BodyReader(HttpServerRequest request, int mostBytes, ByteBudget budget) {
        this.request = request;
        this.mostBytes = mostBytes;
        this.budget = budget;
    }

    /**
     * The body. Fails with a problem: 413, 415, BUSY, or 400 if the connection broke. Its bytes count in the budget until {@link
     * #release}.
     *
     * @param over called when no more comes, which may be after the future failed
     */
    CompletableFuture<byte[]> read(Runnable over) {
        request.exceptionHandler(failure -> {
            over.run();
            refuse(new Problem(ErrorCode.INVALID_ARGUMENT, "the body can't be read: " + failure.getMessage()));
        });
        request.handler(this::take);
        request.endHandler(end -> {
            over.run();
            whole.complete(body.getBytes());
        });
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            // What can be unpacked was, and its header is gone.
            refuse(new Problem(
                    415,
                    ErrorCode.INVALID_ARGUMENT,
                    "content-encoding is `" + encoding + "`; gzip and deflate are read"));
        } else if (announcedBytes() > mostBytes) {
            refuse(tooLarge("has " + announcedBytes() + " bytes"));
        } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return whole;
    }

    /** The body isn't needed any more. From any thread. */
    void release() {
        long bytes;
        synchronized (this) {
            bytes = takenBytes;
            takenBytes = 0;
        }
        budget.giveBack(bytes);
    }

    private void take(Buffer part) {
        if (whole.isDone()) {
            return;
        }
        if (body.length() + (long) part.length() > mostBytes) {
            refuse(tooLarge("is larger than that"));
        } else if (!reserve(part.length())) {
            refuse(new Problem(ErrorCode.BUSY, "the bodies of all requests under way have no room for this one"));
        } else {
            body.appendBuffer(part);
        }
    }

    private synchronized boolean reserve(int bytes) {
        boolean hasRoom = budget.take(bytes);
        if (hasRoom) {
            takenBytes += bytes;
        }
        return hasRoom;
    }

    private void refuse(Problem problem) {
        whole.completeExceptionally(problem);
    }

    private Problem tooLarge(String how) {
        return new Problem(
                ErrorCode.BATCH_TOO_LARGE, "the body " + how + "; the limit is " + mostBytes + " bytes, unpacked");
    }

    private long announcedBytes() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // The codec refuses what is no number; what is too long for one is too large.
            return Long.MAX_VALUE;
        }
    }
}
