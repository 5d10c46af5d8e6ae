/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which broker should own which shard, as last heard: where to send a client, and which shards this process has to claim or to
 * give up. Says what should be, not what is: only the claim on the shard's own node says who may write (I3).
 *
 * <p>For any thread. Listeners are called one at a time on threads of the metadata store, and hop to their own loop. While the
 * store is cut off the map gives what it last knew.
 */
public final class ShardMap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardMap.class);

    private final BrokerRegistry brokers;
    private final Assignments assignments;
    private final Assignee self;
    private final SerialTask refresh = new SerialTask(this::refresh);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** What each listener knows; touched only by runs of the refresh. */
    private final Map<Listener, Told> told = new HashMap<>();

    private final Standbys standbys;

    private final MetadataStore.Watch watch;
    private volatile SortedMap<Integer, Assignee> assignees = new TreeMap<>();
    private volatile Set<Integer> mine = Set.of();
    private volatile Set<Integer> expected = Set.of();
    private volatile boolean outdated;

    private record Told(Set<Integer> mine, Set<Integer> expected) {
        private static final Told NOTHING = new Told(Set.of(), Set.of());
    }

    /** Hears which shards this process should own. */
    public interface Listener {
        /** The shard was assigned to this process: claim it. */
        void assigned(int shard);

        /** The shard is no longer assigned to this process: stop writing, let go. */
        void unassigned(int shard);

        /** The shard is about to be assigned to this process: prepare for it while its owner serves, and say so by {@link ShardMap#prepared}. */
        default void expected(int shard) {}

        /** The shard isn't about to be assigned any more; when it was assigned instead, {@link #assigned} was called before. */
        default void notExpected(int shard) {}
    }

    /**
     * Begins to follow the assignments.
     *
     * @param brokers gives addresses; closed by its owner
     * @param self this process
     */
    public ShardMap(MetadataStore store, BrokerRegistry brokers, Assignee self) {
        this.brokers = brokers;
        this.assignments = new Assignments(store);
        this.standbys = new Standbys(store);
        this.self = self;
        this.watch = store.watch(ClusterPaths.ASSIGNMENT, path -> refresh.request());
    }

    /** The broker that should own the shard, if the process it is assigned to is alive; empty while it moves. */
    public Optional<Broker> ownerOf(int shard) {
        return Optional.ofNullable(assignees.get(shard)).flatMap(brokers::find);
    }

    /** The process that the shard is assigned to, alive or not. */
    public Optional<Assignee> assigneeOf(int shard) {
        return Optional.ofNullable(assignees.get(shard));
    }

    /** Whether this very process of a broker is alive, as last heard. */
    public boolean isAlive(Assignee process) {
        return brokers.find(process).isPresent();
    }

    /** Shards that are assigned to this process, ascending. */
    public Set<Integer> mine() {
        return mine;
    }

    /**
     * Asks the metadata store whether the shard is still assigned to this process: to be asked after a claim, since the
     * controller may have changed its mind meanwhile. Fails with VarveException.
     */
    public CompletableFuture<Boolean> confirmMine(int shard) {
        return Failures.translate(
                "assignment of shard " + shard,
                assignments.read(shard).thenApply(assignee -> assignee.equals(Optional.of(self))));
    }

    /**
     * Says that this process is prepared to take an expected shard over from the owner of this epoch. Fails with VarveException.
     */
    public CompletableFuture<Void> prepared(int shard, int epoch) {
        return standbys.announce(shard, self, epoch);
    }

    /** Adds a listener, which first hears of each shard that is assigned to this process already. */
    public void addListener(Listener listener) {
        listeners.add(listener);
        refresh.request();
    }

    /** Reads again if the last reading failed: the watch tells of changes, not of lost answers. To be called about once a second. */
    public void tick() {
        if (outdated) {
            refresh.request();
        }
    }

    private CompletableFuture<Void> refresh() {
        outdated = false;
        return assignments
                .read()
                .thenAccept(read -> {
                    assignees = read.byShard();
                    mine = shardsOf(self, assignees);
                    expected = shardsOf(self, read.standbys());
                    listeners.forEach(this::tell);
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        outdated = true;
                        LOG.warn(
                                "can't read assignments, keeping what is known: {}",
                                Failures.unwrap(failure).toString());
                    }
                });
    }

    private static Set<Integer> shardsOf(Assignee assignee, SortedMap<Integer, Assignee> assignees) {
        Set<Integer> shards = new TreeSet<>();
        assignees.forEach((shard, owner) -> {
            if (owner.equals(assignee)) {
                shards.add(shard);
            }
        });
        return Collections.unmodifiableSet(shards);
    }

    private void tell(Listener listener) {
        Told before = told.getOrDefault(listener, Told.NOTHING);
        Told now = new Told(mine, expected);
        told.put(listener, now);
        left(before.mine, now.mine).forEach(listener::unassigned);
        left(now.mine, before.mine).forEach(listener::assigned);
        left(before.expected, now.expected).forEach(listener::notExpected);
        left(now.expected, before.expected).forEach(listener::expected);
    }

    private static List<Integer> left(Set<Integer> all, Set<Integer> without) {
        return all.stream().filter(shard -> !without.contains(shard)).toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
