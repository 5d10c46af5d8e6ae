/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Loop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The shards that a process serves, and those that it is about to serve: what is asked of these waits here for a moment, in
 * order, since whoever is refused comes back late.
 *
 * <p>For any thread. A lock is taken only around shards that come and go; one that is served is found without.
 */
final class ShardTable {
    /** More than a takeover of some dozen shards takes. A client that waits longer is better off asking who has the shard. */
    private static final long PATIENCE_MS = 2_000;

    /** Their bytes are bounded by the connections' budget; this bounds those that have hardly any. */
    private static final int MOST_WAITING = 10_000;

    private record Waiting(Consumer<Shard> task, Runnable refused) {}

    private final Loop loop;
    private final Map<Integer, Shard> served = new ConcurrentHashMap<>();
    /** What waits, by expected shard. Guarded by this. */
    private final Map<Integer, List<Waiting>> expected = new HashMap<>();

    /** @param loop for its clock */
    ShardTable(Loop loop) {
        this.loop = loop;
    }

    Optional<Shard> find(int id) {
        return Optional.ofNullable(served.get(id));
    }

    boolean serves(int id) {
        return served.containsKey(id);
    }

    Collection<Shard> all() {
        return List.copyOf(served.values());
    }

    /** The shard is about to be served. */
    synchronized void expect(int id) {
        if (!served.containsKey(id)) {
            expected.putIfAbsent(id, new ArrayList<>());
        }
    }

    /** Whether somebody waits for the shard. */
    synchronized boolean isAwaited(int id) {
        List<Waiting> waiting = expected.get(id);
        return waiting != null && !waiting.isEmpty();
    }

    /** The shard is served. What has waited for it comes before whatever finds it from now on. */
    synchronized void serve(int id, Shard shard) {
        List<Waiting> waiting = expected.remove(id);
        if (waiting != null && !waiting.isEmpty()) {
            shard.loop().execute(() -> waiting.forEach(each -> each.task.accept(shard)));
        }
        served.put(id, shard);
    }

    /** The shard isn't served, and isn't about to be: what waits is refused. Returns it if it was served. */
    Optional<Shard> remove(int id) {
        Shard shard;
        List<Waiting> waiting;
        synchronized (this) {
            shard = served.remove(id);
            waiting = expected.remove(id);
        }
        if (waiting != null) {
            waiting.forEach(each -> each.refused.run());
        }
        return Optional.ofNullable(shard);
    }

    /**
     * Has a task wait until the shard is served, and run on its loop then, after those that waited before it. Returns false, and
     * does nothing, when the shard isn't expected.
     *
     * @param task must not throw
     * @param refused is called instead, on any thread, when it has waited too long or in vain
     */
    boolean await(int id, Consumer<Shard> task, Runnable refused) {
        synchronized (this) {
            Shard shard = served.get(id);
            if (shard != null) {
                shard.loop().execute(() -> task.accept(shard));
                return true;
            }
            List<Waiting> waiting = expected.get(id);
            if (waiting == null || waiting.size() >= MOST_WAITING) {
                return false;
            }
            if (waiting.isEmpty()) {
                Loop.Timer unused = loop.schedule(() -> expire(waiting), PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
            waiting.add(new Waiting(task, refused));
            return true;
        }
    }

    private void expire(List<Waiting> waiting) {
        List<Waiting> expired;
        synchronized (this) {
            // Nothing is left if the shard has come.
            expired = expected.containsValue(waiting) ? List.copyOf(waiting) : List.of();
            if (!expired.isEmpty()) {
                waiting.clear();
            }
        }
        expired.forEach(each -> each.refused.run());
    }
}
