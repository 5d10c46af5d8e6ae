/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore.Upload;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way into a bucket: by one request while it fits into one part, else in parts of equal size, of which a few
 * are on their way at a time.
 *
 * <p>"It exists already" from S3 doesn't tell by whom: a request whose answer was lost is repeated and meets its own object. So
 * each upload leaves a token in the object's metadata, and whatever isn't a plain success or refusal is settled by reading the
 * token back.
 */
final class BucketUpload implements Upload {
    private static final int PART_BYTES = 16 << 20;
    private static final int PARTS_AT_ONCE = 3;
    private static final int MAX_PARTS = 10_000;

    private final BucketClient client;
    private final BlockingPool pool;
    private final String key;
    private final String token = UUID.randomUUID().toString();
    private final Queue<ByteBuf> gathered = new ArrayDeque<>();
    private long gatheredBytes;
    private @Nullable CompletableFuture<String> begun;
    private final List<CompletableFuture<String>> parts = new ArrayList<>();
    /** Done when no more than {@link #PARTS_AT_ONCE} parts are on their way. */
    private CompletableFuture<String> taken = CompletableFuture.completedFuture("");

    BucketUpload(BucketClient client, BlockingPool pool, String key) {
        this.client = client;
        this.pool = pool;
        this.key = key;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuf part) {
        gathered.add(part);
        gatheredBytes += part.readableBytes();
        while (gatheredBytes >= PART_BYTES) {
            if (parts.size() == MAX_PARTS) {
                return CompletableFuture.failedFuture(new StoreException.Unavailable(
                        "object " + key + " exceeds " + MAX_PARTS + " parts of " + PART_BYTES + " bytes", null));
            }
            sendPart(take(PART_BYTES));
        }
        return taken.thenApply(etag -> BucketStore.done());
    }

    @Override
    public CompletableFuture<Void> complete() {
        CompletableFuture<String> upload = begun;
        if (upload == null) {
            ByteBuf body = take((int) gatheredBytes);
            return pool.call(() -> makeVisible(() -> client.put(key, body, token)))
                    .whenComplete((nothing, failure) -> body.release());
        }
        if (gatheredBytes > 0) {
            sendPart(take((int) gatheredBytes));
        }
        return allParts()
                .thenCompose(
                        etags -> pool.call(() -> makeVisible(() -> client.completeUpload(key, upload.join(), etags))));
    }

    @Override
    public CompletableFuture<Void> abort() {
        gathered.forEach(ByteBuf::release);
        gathered.clear();
        gatheredBytes = 0;
        CompletableFuture<String> upload = begun;
        if (upload == null) {
            return CompletableFuture.completedFuture(BucketStore.done());
        }
        // A part that arrives after the abort would stay; when the upload never began there is nothing to abort.
        CompletableFuture<Boolean> ended = allParts().handle((etags, failure) -> failure == null);
        return ended.thenCombine(upload.handle((id, failure) -> Optional.ofNullable(id)), (allWell, id) -> id)
                .thenCompose(id -> pool.call(() -> {
                    id.ifPresent(it -> client.abortUpload(key, it));
                    return BucketStore.done();
                }));
    }

    private void sendPart(ByteBuf body) {
        CompletableFuture<String> upload = begun;
        if (upload == null) {
            upload = pool.call(() -> client.beginUpload(key, token));
            begun = upload;
        }
        int number = parts.size() + 1;
        parts.add(upload.thenCompose(id -> pool.call(() -> client.uploadPart(key, id, number, body)))
                .whenComplete((etag, failure) -> body.release()));
        if (number > PARTS_AT_ONCE) {
            taken = taken.thenCombine(parts.get(number - PARTS_AT_ONCE - 1), (before, etag) -> etag);
        }
    }

    private CompletableFuture<List<String>> allParts() {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> parts.stream().map(CompletableFuture::join).toList());
    }

    /** The next bytes that were gathered, as one buffer that the caller releases. */
    private ByteBuf take(int bytes) {
        CompositeByteBuf taking = ByteBufAllocator.DEFAULT.compositeBuffer(Integer.MAX_VALUE);
        int missing = bytes;
        for (ByteBuf next = gathered.peek(); next != null && missing > 0; next = gathered.peek()) {
            if (next.readableBytes() <= missing) {
                missing -= next.readableBytes();
                taking.addComponent(true, gathered.remove());
            } else {
                taking.addComponent(true, next.readRetainedSlice(missing));
                missing = 0;
            }
        }
        gatheredBytes -= bytes;
        return taking;
    }

    private Void makeVisible(Runnable request) {
        if (client.head(key).isPresent()) {
            throw new StoreException.Conflict("object " + key + " exists already", null);
        }
        try {
            request.run();
        } catch (StoreException.Conflict | StoreException.NotFound | StoreException.UnknownOutcome e) {
            settle(e);
        }
        return BucketStore.done();
    }

    private void settle(StoreException failure) {
        Optional<BucketClient.Head> head;
        try {
            head = client.head(key);
        } catch (StoreException e) {
            failure.addSuppressed(e);
            throw new StoreException.UnknownOutcome("object " + key + " may have been written", failure);
        }
        if (head.isEmpty()) {
            throw new StoreException.UnknownOutcome(
                    "object " + key + " is not visible, or not yet: " + failure.getMessage(), failure);
        }
        if (!head.get().token().equals(token)) {
            throw new StoreException.Conflict("object " + key + " exists already", failure);
        }
    }
}
