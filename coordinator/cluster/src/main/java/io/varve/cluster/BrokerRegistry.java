/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brokers that are alive, as far as the metadata store's sessions tell. A broker that lost its session registers again by
 * itself when a new one begins, unless another process has taken its id meanwhile.
 *
 * <p>For any thread. Futures complete, and listeners are called one at a time, on threads of the metadata store.
 */
public final class BrokerRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerRegistry.class);

    private final MetadataStore store;
    private final SerialTask refresh = new SerialTask(this::refresh);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final MetadataStore.Watch watch;
    private volatile Map<String, Broker> live = Map.of();
    private volatile boolean outdated;

    /** Begins to follow the brokers of this store. */
    public BrokerRegistry(MetadataStore store) {
        this.store = store;
        this.watch = store.watch(ClusterPaths.BROKERS, path -> refresh.request());
    }

    /**
     * Registers this process for as long as the store's session lives; a former process of the same broker is replaced, even if
     * its session has not ended yet. Fails with VarveException.
     */
    public CompletableFuture<Void> register(Broker self) {
        return Failures.translate(
                "register broker " + self.brokerId(),
                store.register(ClusterPaths.broker(self.brokerId()), Broker.JSON.encode(self)));
    }

    /** The process that is registered under this id now, past what was heard. Fails with VarveException. */
    public CompletableFuture<Optional<Broker>> registered(String brokerId) {
        String path = ClusterPaths.broker(brokerId);
        return Failures.translate(
                "broker " + brokerId,
                store.get(path).thenApply(node -> node.map(found -> Broker.JSON.decode(path, found.bytes()))));
    }

    /** The live brokers by id, as last heard. */
    public Map<String, Broker> live() {
        return live;
    }

    /** The broker if this very process of it is alive, as last heard. */
    public Optional<Broker> find(Assignee assignee) {
        return Optional.ofNullable(live.get(assignee.brokerId()))
                .filter(broker -> broker.incarnation() == assignee.incarnation());
    }

    /** Calls the listener after {@link #live} has changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Reads who is alive now. */
    CompletableFuture<Map<String, Broker>> read() {
        return store.children(ClusterPaths.BROKERS)
                .thenCompose(ids -> Futures.all(ids.stream()
                        .map(ClusterPaths::broker)
                        .map(path ->
                                store.get(path).thenApply(node -> node.map(n -> Broker.JSON.decode(path, n.bytes()))))
                        .toList()))
                .thenApply(brokers -> {
                    Map<String, Broker> byId = new TreeMap<>();
                    brokers.forEach(found -> found.ifPresent(broker -> byId.put(broker.brokerId(), broker)));
                    return java.util.Collections.unmodifiableMap(byId);
                });
    }

    /** Reads again if the last reading failed: the watch tells of changes, not of lost answers. To be called about once a second. */
    public void tick() {
        if (outdated) {
            refresh.request();
        }
    }

    private CompletableFuture<Void> refresh() {
        outdated = false;
        return read().thenAccept(now -> {
                    if (!now.equals(live)) {
                        LOG.info(
                                "brokers alive: {}",
                                now.values().stream().map(Broker::assignee).toList());
                        live = now;
                        listeners.forEach(Runnable::run);
                    }
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        outdated = true;
                        LOG.warn(
                                "can't read who is alive, keeping what is known: {}",
                                Failures.unwrap(failure).toString());
                    }
                });
    }

    @Override
    public void close() {
        watch.close();
    }
}
