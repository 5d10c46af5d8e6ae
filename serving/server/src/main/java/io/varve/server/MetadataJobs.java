/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.Assignee;
import io.varve.cluster.BrokerRegistry;
import io.varve.http.job.JobStore;
import io.varve.metadata.MetadataStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Jobs as nodes of the metadata store. A gateway lives as long as its broker's registration: who is dead by it was silent for a
 * whole session.
 */
final class MetadataJobs implements JobStore {
    private static final String JOBS = "/jobs";

    private final MetadataStore metadata;
    private final BrokerRegistry brokers;
    private final Assignee self;

    /** Of this process of a broker. Borrows both. */
    MetadataJobs(MetadataStore metadata, BrokerRegistry brokers, Assignee self) {
        this.metadata = metadata;
        this.brokers = brokers;
        this.self = self;
    }

    private static String path(String id) {
        return JOBS + "/" + id;
    }

    @Override
    public String self() {
        return self.toString();
    }

    @Override
    public CompletableFuture<Boolean> isAlive(String process) {
        // A broker's id has no slash.
        String brokerId = process.substring(0, Math.max(0, process.indexOf('/')));
        return brokerId.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : brokers.registered(brokerId).thenApply(found -> found.filter(
                                broker -> broker.assignee().toString().equals(process))
                        .isPresent());
    }

    @Override
    public CompletableFuture<List<String>> ids() {
        return metadata.children(JOBS);
    }

    @Override
    public CompletableFuture<Optional<Stored>> get(String id) {
        return metadata.get(path(id)).thenApply(found -> found.map(node -> new Stored(node.bytes(), node.version())));
    }

    @Override
    public CompletableFuture<Void> create(String id, byte[] content) {
        return metadata.create(path(id), content);
    }

    @Override
    public CompletableFuture<Void> replace(String id, byte[] content, int expectedVersion) {
        return metadata.compareAndSet(path(id), content, expectedVersion).thenAccept(version -> {});
    }

    @Override
    public CompletableFuture<Void> delete(String id) {
        return metadata.delete(path(id), -1);
    }
}
