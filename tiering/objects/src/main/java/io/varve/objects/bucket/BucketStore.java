/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import io.netty.buffer.ByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.objects.KeyGrammar;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a bucket. Calls run on a small pool of threads, since the clients of S3 block. Nothing is retried here beyond what
 * a client library does by itself.
 */
public final class BucketStore implements ObjectStore {
    private static final int THREADS = 16;
    private static final int QUEUED_CALLS = 1024;

    private final BucketLocation location;
    private final BucketClient client;
    private final BlockingPool pool = new BlockingPool(
            "varve-bucket",
            THREADS,
            QUEUED_CALLS,
            failure -> new StoreException.Unavailable("object store failed: " + failure, failure));

    /** Takes over the client: closing the store closes it. */
    public BucketStore(BucketLocation location, BucketClient client) {
        this.location = location;
        this.client = client;
    }

    @Override
    public CompletableFuture<Upload> begin(String key) {
        KeyGrammar.check(key);
        return CompletableFuture.completedFuture(new BucketUpload(client, pool, location.inBucket(key)));
    }

    @Override
    public CompletableFuture<Long> size(String key) {
        KeyGrammar.check(key);
        return pool.call(() -> client.head(location.inBucket(key))
                .orElseThrow(() -> new StoreException.NotFound("object " + key + " does not exist", null))
                .bytes());
    }

    @Override
    public CompletableFuture<ByteBuf> read(String key, long position, int length) {
        KeyGrammar.check(key);
        return pool.call(() -> client.read(location.inBucket(key), position, length));
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
        KeyGrammar.check(key);
        return pool.call(() -> {
            client.delete(location.inBucket(key));
            return done();
        });
    }

    @Override
    public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
        KeyGrammar.checkPrefix(prefix);
        return pool.call(() -> {
            List<ObjectSummary> found = new ArrayList<>();
            String from = after == null ? null : location.inBucket(after);
            BucketClient.Page page;
            do {
                page = client.list(location.inBucket(prefix), from, limit - found.size());
                for (ObjectSummary object : page.objects()) {
                    from = object.key();
                    found.add(new ObjectSummary(location.inStore(object.key()), object.bytes(), object.modifiedMs()));
                }
            } while (page.more() && !page.objects().isEmpty() && found.size() < limit);
            return found;
        });
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public void close() {
        pool.close();
        client.close();
    }

    /** What a call without a result gives. */
    @SuppressWarnings("NullAway") // Void has no other value
    static Void done() {
        return null;
    }
}
