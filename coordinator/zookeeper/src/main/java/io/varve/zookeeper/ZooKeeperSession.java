/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.metadata.MetadataStore.SessionState;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to an ensemble, over sessions that come and go. Curator opens a new session when one is over and tells when to
 * take one for over; requests go to ZooKeeper's own handle, since Curator would repeat a change whose reply was lost, and what
 * became of the first one could not be told any more.
 *
 * <p>One thread calls all listeners and completes all futures, in the order of what ZooKeeper said.
 */
final class ZooKeeperSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSession.class);

    /** A lost connection is noticed by its requests first, and by the session only then. */
    private static final Executor AFTER_A_PAUSE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final ZooKeeperConfig config;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "varve-metadata");
        made.setDaemon(true);
        return made;
    });
    private final CuratorFramework curator;
    private final List<Consumer<SessionState>> listeners = new CopyOnWriteArrayList<>();
    private volatile SessionState state = SessionState.SUSPENDED;
    private volatile boolean closed;
    /** Done while connected; replaced when the connection is gone. */
    private volatile CompletableFuture<Void> connected = new CompletableFuture<>();

    ZooKeeperSession(ZooKeeperConfig config) {
        this.config = config;
        ZKClientConfig client = new ZKClientConfig();
        // Without it the client looks for Kerberos first, which takes seconds on some machines.
        client.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        this.curator = CuratorFrameworkFactory.builder()
                .connectString(config.connectString())
                .sessionTimeoutMs((int) config.sessionTimeout().toMillis())
                .connectionTimeoutMs((int) Math.min(
                        config.patience().toMillis(), config.sessionTimeout().toMillis()))
                .retryPolicy((count, elapsedMs, sleeper) -> false)
                .zkClientConfig(client)
                // The servers we were told are the servers we use.
                .ensembleTracker(false)
                .build();
        curator.getConnectionStateListenable().addListener((framework, next) -> dispatch(() -> become(stateOf(next))));
        curator.start();
    }

    private static SessionState stateOf(ConnectionState state) {
        return switch (state) {
            case CONNECTED, RECONNECTED -> SessionState.CONNECTED;
            case SUSPENDED, READ_ONLY -> SessionState.SUSPENDED;
            case LOST -> SessionState.LOST;
        };
    }

    private void become(SessionState next) {
        LOG.info("metadata session state={} was={}", next, state);
        state = next;
        if (next != SessionState.CONNECTED && connected.isDone()) {
            connected = new CompletableFuture<>();
        }
        listeners.forEach(listener -> listener.accept(next));
        if (next == SessionState.CONNECTED) {
            connected.complete(null);
        }
    }

    /** Calls the listener, on the session's thread, with the present state and then at each change of it. */
    void onState(Consumer<SessionState> listener) {
        dispatch(() -> {
            listeners.add(listener);
            listener.accept(state);
        });
    }

    /** Runs the task on the session's thread, after what was dispatched before. */
    void dispatch(Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error defect) {
                LOG.error("defect in a listener of the metadata store", defect);
            }
        };
        try {
            thread.execute(guarded);
        } catch (RejectedExecutionException closing) {
            // Whoever still waits for an answer gets it.
            guarded.run();
        }
    }

    /**
     * ZooKeeper's handle of the present session. Never blocks.
     *
     * @throws StoreException.Unavailable when there is no connection
     */
    ZooKeeper handle() {
        if (closed || state != SessionState.CONNECTED) {
            throw new StoreException.Unavailable("metadata session is " + (closed ? "closed" : state), null);
        }
        try {
            return curator.getZookeeperClient().getZooKeeper();
        } catch (Exception e) {
            throw new StoreException.Unavailable("no connection to the metadata store: " + e.getMessage(), e);
        }
    }

    /** What is sent on a handle; its callback completes the answer. */
    interface Request<T> {
        void send(ZooKeeper handle, CompletableFuture<T> answer);
    }

    /** Sends a request, or fails with {@code Unavailable} when there is no connection. */
    <T> CompletableFuture<T> request(Request<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            request.send(handle(), answer);
        } catch (StoreException.Unavailable e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /**
     * Tries a request that changes nothing again and again while there is no connection, for the configured patience; then it is
     * {@code Unavailable}.
     */
    <T> CompletableFuture<T> patiently(Supplier<CompletableFuture<T>> request) {
        return patiently(
                request,
                StoreException.Unavailable.class::isInstance,
                System.nanoTime() + config.patience().toNanos());
    }

    /** The same for a change that may be made more than once: it is tried again when its reply was lost, too. */
    <T> CompletableFuture<T> insistently(Supplier<CompletableFuture<T>> change) {
        return patiently(
                change,
                failure -> failure instanceof StoreException.Unavailable
                        || failure instanceof StoreException.UnknownOutcome,
                System.nanoTime() + config.patience().toNanos());
    }

    private <T> CompletableFuture<T> patiently(
            Supplier<CompletableFuture<T>> request, Predicate<Throwable> passes, long deadline) {
        return request.get().exceptionallyCompose(wrapped -> {
            Throwable failure = wrapped instanceof CompletionException ? wrapped.getCause() : wrapped;
            long left = deadline - System.nanoTime();
            if (closed || left <= 0 || !passes.test(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            return CompletableFuture.runAsync(() -> {}, AFTER_A_PAUSE)
                    .thenCompose(paused -> connected.copy().orTimeout(left, TimeUnit.NANOSECONDS))
                    // Whether it is back or not, the next try tells.
                    .exceptionally(timeout -> null)
                    .thenCompose(waited -> patiently(request, passes, deadline));
        });
    }

    /** Waits for the first connection; {@code Unavailable} when there is none for the configured patience. */
    void awaitConnected() {
        try {
            connected
                    .copy()
                    .orTimeout(config.patience().toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new StoreException.Unavailable(
                    "no connection to ZooKeeper at " + config.connectString() + " within " + config.patience(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        curator.close();
        connected.completeExceptionally(new StoreException.Unavailable("metadata session is closed", null));
        thread.shutdown();
    }
}
