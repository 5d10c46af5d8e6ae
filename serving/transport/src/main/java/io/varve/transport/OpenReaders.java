/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The readers of one connection, by the ids that its client gave them. Any thread: shards end and pause readers on their own loops. */
final class OpenReaders {
    /** More than the partitions that one client plausibly reads from one broker; each may hold one push that waits. */
    static final int LIMIT = 1_000;

    private final Map<Integer, PushReader> byId = new ConcurrentHashMap<>();
    private final Set<PushReader> paused = ConcurrentHashMap.newKeySet();

    int size() {
        return byId.size();
    }

    /** Adds a reader and says whether its id was free. */
    boolean add(PushReader reader) {
        return byId.putIfAbsent(reader.id(), reader) == null;
    }

    @Nullable
    PushReader get(int id) {
        return byId.get(id);
    }

    void remove(PushReader reader) {
        byId.remove(reader.id(), reader);
        paused.remove(reader);
    }

    void addPaused(PushReader reader) {
        paused.add(reader);
    }

    /** Whether the reader was waiting; it isn't any more. */
    boolean removePaused(PushReader reader) {
        return paused.remove(reader);
    }

    /** Lets all readers that wait push again. */
    void resumePaused() {
        for (PushReader reader : List.copyOf(paused)) {
            if (paused.remove(reader)) {
                reader.shard().loop().execute(reader::resume);
            }
        }
    }

    /** Ends all readers, without a word to the client. */
    void closeAll() {
        for (PushReader reader : List.copyOf(byId.values())) {
            remove(reader);
            reader.shard().loop().execute(reader::close);
        }
    }
}
