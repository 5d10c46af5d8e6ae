/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one connection to each broker, opened when it is first asked for. After a failed attempt the address rests for a
 * backoff, in which whoever asks gets the last failure at once. May be used from any thread: the methods are short and
 * guard the table with its monitor, and nobody asks per record.
 */
public final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private final Connector connector;
    private final Backoff backoff;
    private final Map<Address, Entry> entries = new HashMap<>();
    private @Nullable Connection latest;
    private boolean closed;

    /** An empty pool. */
    public ConnectionPool(Loops loops, ConnectionOptions options, Backoff backoff) {
        this.connector = new Connector(loops, options);
        this.backoff = backoff;
    }

    /** The open connection to the address, or one that is being opened; fails with a {@link CallException}. */
    public CompletableFuture<Connection> connection(Address address) {
        CompletableFuture<Connection> attempt;
        synchronized (entries) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        CallException.notSent(ErrorCode.CLOSED, "the client is closed", null));
            }
            Entry entry = entries.get(address);
            if (entry == null) {
                // Brokers come and go for as long as a program runs.
                entries.values().removeIf(spent -> !spent.isUsable());
                entry = new Entry();
                entries.put(address, entry);
            }
            if (entry.isUsable()) {
                return entry.attempt;
            }
            attempt = new CompletableFuture<>();
            entry.attempt = attempt;
        }
        Completion.of(connector.connect(address), (connection, failure) -> {
            if (connection != null) {
                connected(address, connection, attempt);
            } else if (failure != null) {
                failed(address, CallException.of(failure), attempt);
            }
        });
        return attempt;
    }

    /** The connection that was opened last, as the source of the cluster's limits. */
    public Optional<Connection> latest() {
        synchronized (entries) {
            return Optional.ofNullable(latest);
        }
    }

    /** Closes all connections and opens no more. */
    public void close() {
        List<CompletableFuture<Connection>> attempts = new ArrayList<>();
        synchronized (entries) {
            closed = true;
            entries.values().forEach(entry -> attempts.add(entry.attempt));
            entries.clear();
        }
        attempts.forEach(attempt -> Completion.of(attempt, (connection, failure) -> {
            if (connection != null) {
                connection.close();
            }
        }));
    }

    private void connected(Address address, Connection connection, CompletableFuture<Connection> attempt) {
        boolean tooLate;
        synchronized (entries) {
            tooLate = closed;
            latest = connection;
            Entry entry = entries.get(address);
            if (entry != null) {
                entry.failures = 0;
            }
        }
        LOG.info(
                "connected to broker address={} broker={}",
                address,
                connection.welcome().getBrokerId());
        attempt.complete(connection);
        if (tooLate) {
            connection.close();
        }
    }

    private void failed(Address address, CallException why, CompletableFuture<Connection> attempt) {
        synchronized (entries) {
            Entry entry = entries.get(address);
            if (entry != null) {
                entry.failures++;
                entry.restUntilNanos = System.nanoTime() + backoff.nanos(entry.failures);
            }
        }
        LOG.debug("broker could not be reached address={}", address, why);
        attempt.completeExceptionally(why);
    }

    private static final class Entry {
        private CompletableFuture<Connection> attempt =
                CompletableFuture.failedFuture(CallException.notSent(ErrorCode.UNREACHABLE, "not tried yet", null));
        private int failures;
        private long restUntilNanos = System.nanoTime();

        boolean isUsable() {
            if (!attempt.isDone()) {
                return true;
            }
            if (attempt.isCompletedExceptionally()) {
                return System.nanoTime() - restUntilNanos < 0;
            }
            return attempt.join().isOpen();
        }
    }
}
