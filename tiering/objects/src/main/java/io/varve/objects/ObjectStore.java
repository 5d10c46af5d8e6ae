/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Immutable objects under keys that are never used twice: the port behind which a directory or an S3 bucket stands. Futures
 * complete on threads of the store and fail with {@link StoreException} only ({@code Unavailable} for what a retry may mend,
 * {@code NotFound}, {@code Conflict}, {@code UnknownOutcome} when a write may have become visible). Keys keep to
 * {@link KeyGrammar} (else {@code IllegalArgumentException} at the call), and none is another one's directory: where
 * {@code a/b} is an object, {@code a} is not.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Begins an object. It becomes visible under its key only when {@link Upload#complete} is done, whole or not at all.
     */
    CompletableFuture<Upload> begin(String key);

    /** Size of a visible object in bytes. {@code NotFound} when it isn't there. */
    CompletableFuture<Long> size(String key);

    /**
     * Reads exactly {@code length} bytes from {@code position}. {@code Damaged} when the object ends before that or the store
     * returns another number of bytes.
     *
     * @param position 0-based, inclusive
     * @param length at least 1
     * @return the caller releases the buffer
     */
    CompletableFuture<ByteBuf> read(String key, long position, int length);

    /** Deletes an object; deleting one that is gone is a success. */
    CompletableFuture<Void> delete(String key);

    /**
     * One page of the keys that start with {@code prefix}, sorted by their bytes.
     *
     * @param after only keys greater than this one; null = from the first
     * @param limit 1 to 1,000
     */
    CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit);

    /** What users call this store: {@code file:DIR} or {@code s3://bucket?endpoint=...}; never with credentials. */
    String location();

    @Override
    void close();

    /**
     * An object being written; calls come one after the other, each after the former one's future is done. After a failure
     * only {@link #abort} is left.
     */
    interface Upload {
        /** Adds bytes at the end; takes ownership of {@code part}. Completes when the store has taken them. */
        CompletableFuture<Void> write(ByteBuf part);

        /** Makes the object visible and durable. {@code Conflict} when the key exists. */
        CompletableFuture<Void> complete();

        /** Gives up; leaves nothing visible. Safe to call at any time before complete, and after a failure. */
        CompletableFuture<Void> abort();
    }

    /**
     * A listed object.
     *
     * @param key its key
     * @param bytes its size
     * @param modifiedMs about when it was written, by the store's clock, in ms since the epoch
     */
    record ObjectSummary(String key, long bytes, long modifiedMs) {}
}
