/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import io.netty.buffer.ByteBuf;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of S3 that a {@link BucketStore} needs, for a client library to make. They block; several threads call at once; keys
 * are those in the bucket. They throw {@link StoreException}: {@code NotFound}, {@code Unavailable} for what was surely
 * refused or only read, and for writes whose fate isn't known {@code UnknownOutcome}. Buffers are borrowed unless said.
 */
public interface BucketClient extends AutoCloseable {
    /** Name of the metadata entry that holds an upload's token. */
    String TOKEN = "varve-upload";

    /** What is known of an object without reading it; empty when there is none. */
    Optional<Head> head(String key);

    /**
     * Reads exactly this range; {@code Damaged} when the service announces another number of bytes, {@code Unavailable} when they
     * end before.
     *
     * @return the caller releases it
     */
    ByteBuf read(String key, long position, int length);

    /** Deletes an object; one that is gone is a success. */
    void delete(String key);

    /** Some keys after {@code after} (null: from the first) that start with the prefix, in order; at most {@code limit}. */
    Page list(String prefix, @Nullable String after, int limit);

    /**
     * Writes a whole object with its token, unless there is one: {@code Conflict}, which doesn't prove that it is another's, since
     * a repeated request may meet its own object.
     */
    void put(String key, ByteBuf body, String token);

    /** Begins an upload in parts and gives its id. */
    String beginUpload(String key, String token);

    /**
     * Writes a part and gives its ETag; repeating it is harmless.
     *
     * @param number from 1
     */
    String uploadPart(String key, String uploadId, int number, ByteBuf body);

    /** Makes an object of the parts, whose ETags these are, in order. {@code Conflict} as for {@link #put}. */
    void completeUpload(String key, String uploadId, List<String> etags);

    /** Gives an upload up; one that is gone is a success. */
    void abortUpload(String key, String uploadId);

    @Override
    void close();

    /**
     * What is known of an object.
     *
     * @param bytes its size
     * @param token of the upload that made it; empty when it has none
     */
    record Head(long bytes, String token) {}

    /**
     * Part of a listing.
     *
     * @param objects in order; may be empty although there are more
     * @param more whether there are keys after these
     */
    record Page(List<ObjectSummary> objects, boolean more) {}
}
