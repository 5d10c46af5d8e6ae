/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.wire.OpenReader;
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
 * Connections to brokers, opened when they are first asked for: one to each, and more to one that pushes to more readers than a
 * connection takes. After a failed attempt the address rests for a backoff, in which whoever asks gets the last failure at once.
 * May be used from any thread: the methods are short and guard the table with its monitor, and nobody asks per record.
 */
public final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private final Connector connector;
    private final Backoff backoff;
    private final Map<Place, Entry> entries = new HashMap<>();
    private @Nullable Connection latest;
    private boolean closed;

    /** An empty pool. */
    public ConnectionPool(Loops loops, ConnectionOptions options, Backoff backoff) {
        this.connector = new Connector(loops, options);
        this.backoff = backoff;
    }

    /**
     * One of the connections to a broker.
     *
     * @param number 0 for the one that everything goes over, above that for readers only
     */
    private record Place(Address address, int number) {}

    /** The open connection to the address, or one that is being opened; fails with a {@link CallException}. */
    public CompletableFuture<Connection> connection(Address address) {
        return connection(new Place(address, 0));
    }

    /**
     * Opens a reader on a connection to the address that has room for one. Pushes go to the sink, which may be called before the
     * future completes; if the future fails, with a {@link CallException}, the sink isn't called any more.
     */
    public CompletableFuture<OpenedReader> openReader(
            Address address, OpenReader.Builder request, PushSink sink, long timeoutNanos) {
        return openReader(new Place(address, 0), request, sink, timeoutNanos);
    }

    private CompletableFuture<OpenedReader> openReader(
            Place place, OpenReader.Builder request, PushSink sink, long timeoutNanos) {
        return connection(place)
                .thenCompose(connection -> connection.takeReader()
                        ? connection.openReader(request, sink, timeoutNanos)
                        : openReader(new Place(place.address, place.number + 1), request, sink, timeoutNanos));
    }

    private CompletableFuture<Connection> connection(Place place) {
        CompletableFuture<Connection> attempt;
        synchronized (entries) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        CallException.notSent(ErrorCode.CLOSED, "the client is closed", null));
            }
            Entry entry = entries.get(place);
            if (entry == null) {
                // Brokers come and go for as long as a program runs.
                entries.values().removeIf(spent -> !spent.isUsable());
                entry = new Entry();
                entries.put(place, entry);
            }
            if (entry.isUsable()) {
                return entry.attempt;
            }
            attempt = new CompletableFuture<>();
            entry.attempt = attempt;
        }
        Completion.of(connector.connect(place.address), (connection, failure) -> {
            if (connection != null) {
                connected(place, connection, attempt);
            } else if (failure != null) {
                failed(place, CallException.of(failure), attempt);
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

    private void connected(Place place, Connection connection, CompletableFuture<Connection> attempt) {
        boolean tooLate;
        synchronized (entries) {
            tooLate = closed;
            latest = connection;
            Entry entry = entries.get(place);
            if (entry != null) {
                entry.failures = 0;
            }
        }
        LOG.info(
                "connected to broker address={} broker={}",
                place.address,
                connection.welcome().getBrokerId());
        attempt.complete(connection);
        if (tooLate) {
            connection.close();
        }
    }

    private void failed(Place place, CallException why, CompletableFuture<Connection> attempt) {
        synchronized (entries) {
            Entry entry = entries.get(place);
            if (entry != null) {
                entry.failures++;
                entry.restUntilNanos = System.nanoTime() + backoff.nanos(entry.failures);
            }
        }
        LOG.debug("broker could not be reached address={}", place.address, why);
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
