/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import com.google.protobuf.MessageLite;
import io.netty.channel.EventLoop;
import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.Completion;
import io.varve.client.transport.ConnectionOptions;
import io.varve.client.transport.ConnectionPool;
import io.varve.client.transport.Loops;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A client's view of one cluster: its connections, its topics, and how to ask. May be used from any thread. */
public final class Cluster {
    private final Loops loops;
    private final ConnectionPool pool;
    private final Calls calls;
    private final Route anyBroker;
    private final Topics topics;
    private final Backoff backoff;
    private final Duration requestTimeout;
    private final String clientId;
    private final Set<OpenHandle> handles = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Connects to nobody before it is asked to. */
    public Cluster(
            List<Address> servers,
            ConnectionOptions connections,
            Backoff backoff,
            Duration requestTimeout,
            int ioThreads) {
        this.loops = new Loops(ioThreads);
        this.pool = new ConnectionPool(loops, connections, backoff);
        this.calls = new Calls(pool, loops.next(), backoff);
        this.anyBroker = new AnyBroker(servers);
        this.topics = new Topics(calls, anyBroker, requestTimeout);
        this.backoff = backoff;
        this.requestTimeout = requestTimeout;
        this.clientId = connections.clientId();
    }

    /** A loop for something that owns state. */
    public EventLoop nextLoop() {
        return loops.next();
    }

    /** The connections. */
    public ConnectionPool pool() {
        return pool;
    }

    /** The topics. */
    public Topics topics() {
        return topics;
    }

    /** Requests along a route of one's own. */
    public Calls calls() {
        return calls;
    }

    /** Delays between attempts. */
    public Backoff backoff() {
        return backoff;
    }

    /** How long a request may take, all attempts together. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** The client's name in the brokers' logs. */
    public String clientId() {
        return clientId;
    }

    /** The limits that the brokers have told, or the defaults before the first connection. */
    public BatchLimits limits() {
        return pool.latest()
                .map(connection -> new BatchLimits(
                        connection.welcome().getMaxRecordBytes(),
                        connection.welcome().getMaxBatchBytes()))
                .orElse(BatchLimits.DEFAULT);
    }

    /** Asks any broker, with the client's timeout. */
    public <T extends MessageLite> CompletableFuture<T> ask(
            CommandType type, MessageLite command, Class<T> answer, Repeat repeat) {
        return ask(anyBroker, type, command, answer, repeat);
    }

    /** Asks any broker in one attempt. */
    public <T extends MessageLite> CompletableFuture<T> askOnce(
            CommandType type, MessageLite command, Class<T> answer) {
        return calls.once(anyBroker, new Request<>(type, command, answer, Repeat.ALWAYS, requestTimeout));
    }

    /** Asks along the route, with the client's timeout. */
    public <T extends MessageLite> CompletableFuture<T> ask(
            Route route, CommandType type, MessageLite command, Class<T> answer, Repeat repeat) {
        return calls.call(route, new Request<>(type, command, answer, repeat, requestTimeout));
    }

    /**
     * Remembers what has to end with the client.
     *
     * @throws VarveException CLOSED if the client was closed meanwhile; the handle is ended then
     */
    public void opened(OpenHandle handle) {
        handles.add(handle);
        if (closed) {
            Completion.of(handle.closeAsync(Duration.ZERO), (ended, failure) -> {});
            throw new VarveException(ErrorCode.CLOSED, "the client is closed");
        }
    }

    /** Forgets what has ended. */
    public void closed(OpenHandle handle) {
        handles.remove(handle);
    }

    /** Ends all handles within the timeout, then the connections and loops; completes when the threads have ended. */
    public CompletableFuture<Void> close(Duration timeout) {
        closed = true;
        CompletableFuture<?>[] ending =
                handles.stream().map(handle -> handle.closeAsync(timeout)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ending).thenCompose(ended -> {
            calls.close();
            pool.close();
            return loops.close();
        });
    }
}
