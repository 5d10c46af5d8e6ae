/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a ZooKeeper ensemble holds, in memory, for tests and simulation: one tree, on which any number of
 * {@link MemoryMetadataStore} sessions work as the brokers of a cluster do.
 *
 * <p>All state, of the tree and of its sessions, is touched only by tasks of the executor, which must run them one at a time in
 * the order of their submission; futures complete and listeners are called there. {@code Runnable::run} will do for a test
 * with one thread.
 */
public final class MemoryMetadataTree {
    private static final long NO_SESSION = 0;
    private static final byte[] EMPTY = new byte[0];

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Node(byte[] bytes, int version, long session) {}

    private final Executor executor;
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private final List<MemoryMetadataStore> sessions = new ArrayList<>();
    private long lastSession = NO_SESSION;

    /** An empty tree whose tasks run on this executor. */
    public MemoryMetadataTree(Executor executor) {
        this.executor = executor;
    }

    /** A new session on this tree. */
    public MemoryMetadataStore connect() {
        MemoryMetadataStore store = new MemoryMetadataStore(this);
        execute(() -> {
            sessions.add(store);
            store.begin();
        });
        return store;
    }

    void execute(Runnable task) {
        executor.execute(task);
    }

    long newSession() {
        return ++lastSession;
    }

    Optional<Versioned> get(String path) {
        return Optional.ofNullable(nodes.get(path)).map(node -> new Versioned(node.bytes, node.version));
    }

    List<String> children(String path) {
        String prefix = path + "/";
        List<String> names = new ArrayList<>();
        for (String at = nodes.ceilingKey(prefix); at != null && at.startsWith(prefix); ) {
            int end = at.indexOf('/', prefix.length());
            String child = end < 0 ? at : at.substring(0, end);
            names.add(child.substring(prefix.length()));
            // '0' follows '/': this skips what lies below the child.
            at = end < 0 ? nodes.higherKey(at) : nodes.ceilingKey(child + "0");
        }
        return names.stream().distinct().sorted().toList();
    }

    /** Makes all changes or throws and makes none. */
    void apply(List<Change> changes) {
        Deque<Runnable> undo = new ArrayDeque<>();
        Set<String> changed = new LinkedHashSet<>();
        changes.stream().filter(Change.Create.class::isInstance).forEach(create -> createParents(create.path()));
        try {
            for (Change change : changes) {
                @Nullable Node before = nodes.get(change.path());
                apply(change, before);
                undo.push(() -> restore(change.path(), before));
                if (!(change instanceof Change.Check)) {
                    changed.add(change.path());
                }
            }
        } catch (StoreException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
        changed.forEach(this::announce);
    }

    private void apply(Change change, @Nullable Node before) {
        String path = change.path();
        if (change instanceof Change.Check check) {
            expect(path, before, check.version());
        } else if (change instanceof Change.Create create) {
            if (before != null) {
                throw new StoreException.Conflict("node " + path + " exists already", null);
            }
            Node parent = nodes.get(NodePath.parent(path));
            if (parent != null && parent.session != NO_SESSION) {
                throw new StoreException.Conflict(
                        "node " + path + " would be below the registered node of a session", null);
            }
            nodes.put(path, new Node(create.bytes(), 0, NO_SESSION));
        } else if (change instanceof Change.Set set) {
            Node node = expect(path, before, set.expectedVersion());
            nodes.put(path, new Node(set.bytes(), node.version + 1, node.session));
        } else if (change instanceof Change.Delete delete) {
            if (delete.expectedVersion() != -1 || before == null) {
                expect(path, before, delete.expectedVersion());
            }
            if (!children(path).isEmpty()) {
                throw new StoreException.Conflict("node " + path + " has children", null);
            }
            nodes.remove(path);
        }
    }

    private static Node expect(String path, @Nullable Node node, int version) {
        if (node == null) {
            throw new StoreException.NotFound("no node " + path, null);
        }
        if (node.version != version) {
            throw new StoreException.Conflict(
                    "node " + path + " has version " + node.version + ", not " + version, null);
        }
        return node;
    }

    private void restore(String path, @Nullable Node node) {
        if (node == null) {
            nodes.remove(path);
        } else {
            nodes.put(path, node);
        }
    }

    private void createParents(String path) {
        String parent = NodePath.parent(path);
        if (!parent.isEmpty() && !nodes.containsKey(parent)) {
            createParents(parent);
            nodes.put(parent, new Node(EMPTY, 0, NO_SESSION));
            announce(parent);
        }
    }

    /** The session that keeps the node, or empty when there is no node or it belongs to none. */
    Optional<Long> sessionOf(String path) {
        return Optional.ofNullable(nodes.get(path)).map(Node::session).filter(session -> session != NO_SESSION);
    }

    /** Puts a session's node in the place of whatever session's node is there. */
    void register(String path, byte[] bytes, long session) {
        @Nullable Node before = nodes.get(path);
        if (before != null && before.session == NO_SESSION) {
            throw new StoreException.Conflict("node " + path + " exists and belongs to no session", null);
        }
        createParents(path);
        int version = before != null && before.session == session ? before.version + 1 : 0;
        nodes.put(path, new Node(bytes, version, session));
        announce(path);
    }

    /** Removes the nodes of a session that is over. */
    void end(long session) {
        List<String> gone = nodes.entrySet().stream()
                .filter(node -> node.getValue().session == session)
                .map(java.util.Map.Entry::getKey)
                .toList();
        gone.forEach(nodes::remove);
        gone.forEach(this::announce);
    }

    void forget(MemoryMetadataStore store) {
        sessions.remove(store);
    }

    private void announce(String path) {
        List.copyOf(sessions).forEach(session -> execute(() -> session.changed(path)));
    }
}
