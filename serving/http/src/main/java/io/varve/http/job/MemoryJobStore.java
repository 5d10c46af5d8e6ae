/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.protocol.error.StoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Jobs in memory: of a gateway that stands alone, or of several in one process. Its monitor guards it. */
public final class MemoryJobStore {
    private final Map<String, JobStore.Stored> nodes = new HashMap<>();
    private final Set<String> alive = new HashSet<>();

    /** It as one process sees it. */
    public Member process(String name) {
        return new Member(name);
    }

    private synchronized void alive(String name, boolean isAlive) {
        if (isAlive) {
            alive.add(name);
        } else {
            alive.remove(name);
        }
    }

    private synchronized boolean isAlive(String name) {
        return alive.contains(name);
    }

    private synchronized List<String> ids() {
        return nodes.keySet().stream().sorted().toList();
    }

    private synchronized Optional<JobStore.Stored> get(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    private synchronized void create(String id, byte[] content) {
        if (nodes.putIfAbsent(id, new JobStore.Stored(content, 0)) != null) {
            throw new StoreException.Conflict("job " + id + " exists", null);
        }
    }

    private synchronized void replace(String id, byte[] content, int expectedVersion) {
        JobStore.Stored before = nodes.get(id);
        if (before == null) {
            throw new StoreException.NotFound("job " + id + " doesn't exist", null);
        }
        if (before.version() != expectedVersion) {
            throw new StoreException.Conflict(
                    "job " + id + " has version " + before.version() + ", expected was " + expectedVersion, null);
        }
        nodes.put(id, new JobStore.Stored(content, expectedVersion + 1));
    }

    private synchronized void delete(String id) {
        if (nodes.remove(id) == null) {
            throw new StoreException.NotFound("job " + id + " doesn't exist", null);
        }
    }

    /** A process: alive until it is killed. It may be cut off for a while, when nothing of the store can be had. */
    public final class Member implements JobStore {
        private final String name;
        private final AtomicBoolean isCutOff = new AtomicBoolean();

        private Member(String name) {
            this.name = name;
            alive(name, true);
        }

        /** The others hear that it is dead. */
        public void kill() {
            alive(name, false);
        }

        /** Whether it reaches the store. */
        public void cutOff(boolean choice) {
            isCutOff.set(choice);
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public CompletableFuture<Boolean> isAlive(String process) {
            return answer(() -> MemoryJobStore.this.isAlive(process));
        }

        @Override
        public CompletableFuture<List<String>> ids() {
            return answer(MemoryJobStore.this::ids);
        }

        @Override
        public CompletableFuture<Optional<Stored>> get(String id) {
            return answer(() -> MemoryJobStore.this.get(id));
        }

        @Override
        public CompletableFuture<Void> create(String id, byte[] content) {
            return change(() -> MemoryJobStore.this.create(id, content));
        }

        @Override
        public CompletableFuture<Void> replace(String id, byte[] content, int expectedVersion) {
            return change(() -> MemoryJobStore.this.replace(id, content, expectedVersion));
        }

        @Override
        public CompletableFuture<Void> delete(String id) {
            return change(() -> MemoryJobStore.this.delete(id));
        }

        private CompletableFuture<Void> change(Runnable change) {
            return this.<Optional<Void>>answer(() -> {
                        change.run();
                        return Optional.empty();
                    })
                    .thenAccept(done -> {});
        }

        private <T> CompletableFuture<T> answer(Supplier<T> question) {
            if (isCutOff.get()) {
                return CompletableFuture.failedFuture(new StoreException.Unavailable(name + " is cut off", null));
            }
            try {
                return CompletableFuture.completedFuture(question.get());
            } catch (StoreException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
