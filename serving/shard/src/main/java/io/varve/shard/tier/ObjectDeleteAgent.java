/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.log.record.ObjectsDeleted;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.VarveException;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.loop.Completions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects that a confirmed record has given up, after a delay in which replay jobs that hold their keys may end. Driven
 * by the state, never by replay, so it goes on after a takeover where it was (I6). Owned by the shard's loop.
 */
public final class ObjectDeleteAgent {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectDeleteAgent.class);
    private static final int KEYS_AT_ONCE = 100;

    private final ShardCore core;
    private final ObjectStore objects;
    private final Duration delay;
    private final Retry retry;
    private boolean busy;
    private boolean stopped;

    /**
     * Creates it.
     *
     * @param delay least time between giving an object up and deleting it
     */
    public ObjectDeleteAgent(ShardCore core, ObjectStore objects, Duration delay, Retry retry) {
        this.core = core;
        this.objects = objects;
        this.delay = delay;
        this.retry = retry;
    }

    /** Deletes what is due. */
    public void poll() {
        if (busy || stopped || !retry.isDue(core.loop().nanoTime())) {
            return;
        }
        long before = core.clock().millis() - delay.toMillis();
        List<String> due = new ArrayList<>();
        core.state().shard().deletes().forEach((key, since) -> {
            if (since <= before && due.size() < KEYS_AT_ONCE) {
                due.add(key);
            }
        });
        if (!due.isEmpty()) {
            busy = true;
            core.answer(
                    new Reply<>() {
                        @Override
                        public void done(List<String> confirmed) {
                            delete(confirmed);
                        }

                        @Override
                        public void failed(VarveException error) {
                            stop();
                        }
                    },
                    List.copyOf(due));
        }
    }

    /** Only right after the shard's node was seen: while the metadata store is away, nobody knows whose the shard is. */
    private void delete(List<String> keys) {
        CompletableFuture<Void> deleted = core.log().confirm().thenCompose(mine -> all(keys));
        Completions.onLoop(core.loop(), deleted, (done, failure) -> {
            busy = false;
            if (stopped) {
                return;
            }
            if (failure == null) {
                retry.reset();
                core.append(new ObjectsDeleted(keys));
            } else {
                retry.failedAt(core.loop().nanoTime());
                LOG.warn(
                        "objects could not be deleted now count={} reason={}",
                        keys.size(),
                        Failures.cause(failure).toString());
            }
        });
    }

    private CompletableFuture<Void> all(List<String> keys) {
        return CompletableFuture.allOf(keys.stream().map(objects::delete).toArray(CompletableFuture[]::new));
    }

    /** Does nothing more; the shard is lost. */
    public void stop() {
        stopped = true;
    }
}
