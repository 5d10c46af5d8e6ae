/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.MessageLite;
import io.varve.protocol.error.VarveException;
import io.varve.shard.Shard;
import io.varve.shard.answer.Reply;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Asks several shards for parts of one answer. The first failure is the answer; else, when all parts are there, they are put
 * together. Parts come on the loops of their shards, so this one guards them with a lock that nobody holds for long.
 *
 * @param <P> a part
 * @param <A> the answer
 */
final class Gather<P, A extends MessageLite> {
    private final Request<?, A> request;
    private final Function<Collection<P>, A> together;
    private final TreeMap<Integer, P> parts = new TreeMap<>();
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private int missing;

    private Gather(Request<?, A> request, int missing, Function<Collection<P>, A> together) {
        this.request = request;
        this.missing = missing;
        this.together = together;
    }

    /** Asks one shard, on its loop. */
    interface Question<P> {
        void ask(Shard shard, Reply<P> reply);
    }

    /**
     * Asks all of {@code shards}, which are served here, for their part.
     *
     * @param together makes the answer of the parts, which are in the order of their shards
     */
    static <P, A extends MessageLite> void ask(
            Routes routes,
            Request<?, A> request,
            Collection<Integer> shards,
            Question<P> question,
            Function<Collection<P>, A> together) {
        if (shards.isEmpty()) {
            request.done(together.apply(List.of()));
            return;
        }
        // All or none: a shard that isn't served here fails the request before anything was asked.
        for (int shard : shards) {
            request.concerns(shard);
            routes.served(shard);
        }
        Gather<P, A> gather = new Gather<>(request, shards.size(), together);
        for (int id : shards) {
            routes.toShard(request, id, shard -> question.ask(shard, gather.part(id)));
        }
    }

    private Reply<P> part(int shard) {
        return new Reply<>() {
            @Override
            public void done(P part) {
                if (add(shard, part) && !hasFailed.get()) {
                    request.done(together.apply(parts.values()));
                }
            }

            @Override
            public void failed(VarveException failure) {
                if (hasFailed.compareAndSet(false, true)) {
                    request.concerns(shard);
                    request.failed(failure);
                }
            }
        };
    }

    /** Whether this was the last part. */
    private synchronized boolean add(int shard, P part) {
        parts.put(shard, part);
        missing--;
        return missing == 0;
    }
}
