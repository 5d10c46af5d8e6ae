/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every shard assigned to a live broker. Each broker runs one of these; the one whose name stands in the controller's node
 * does the work, and when its process is gone another takes its place under the next epoch. Every write of an assignment checks
 * that node's version in the same step, so a former controller that wakes up late changes nothing.
 *
 * <p>Works by rounds: read who is alive, who is controller, what is assigned; write what differs from the plan. A round is
 * harmless at any time and safe to repeat, so it needs no memory of the one before but to go gently; it runs after each change of brokers,
 * controller, cluster, standbys or an operator's wishes, and when {@link #tick} finds something left to do.
 */
public final class Controller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

    /** Loads change without anybody being told; brokers report them as often. */
    private static final long LOOK_NANOS = LoadReporter.INTERVAL.toNanos();

    private final MetadataStore store;
    private final BrokerRegistry brokers;
    private final Broker self;
    private final PlacementRound placement;
    private final LongSupplier nanoTime;
    private final SerialTask rounds = new SerialTask(this::round);
    private final List<MetadataStore.Watch> watches;
    private volatile boolean workLeft;
    private volatile boolean isController;
    private volatile long lookedNanos;
    private volatile boolean closed;

    /**
     * Begins to take part.
     *
     * @param brokers and {@code cluster} are closed by their owner
     * @param self this process; it is considered once it is registered
     * @param config counts while this process is the controller
     * @param patience how long many brokers that vanished together are waited for: a session's timeout
     * @param nanoTime monotonic time in ns
     */
    public Controller(
            MetadataStore store,
            ClusterReader cluster,
            BrokerRegistry brokers,
            Broker self,
            BalanceConfig config,
            Duration patience,
            LongSupplier nanoTime) {
        this.store = store;
        this.brokers = brokers;
        this.self = self;
        this.placement = new PlacementRound(store, cluster, config, patience, nanoTime);
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong();
        this.watches = List.of(
                store.watch(ClusterPaths.BROKERS, path -> rounds.request()),
                store.watch(ClusterPaths.CONTROLLER, path -> rounds.request()),
                store.watch(ClusterPaths.CLUSTER, path -> rounds.request()),
                store.watch(ClusterPaths.DRAINING, path -> rounds.request()),
                store.watch(ClusterPaths.BALANCE, path -> rounds.request()),
                store.watch(ClusterPaths.STANDBYS, path -> rounds.request()));
    }

    /**
     * Runs a round if the last one failed or left something to do, or if it is time to look at the load; to be called about once a
     * second.
     */
    public void tick() {
        if (workLeft || (isController && nanoTime.getAsLong() - lookedNanos >= LOOK_NANOS)) {
            rounds.request();
        }
    }

    private CompletableFuture<Void> round() {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        workLeft = false;
        lookedNanos = nanoTime.getAsLong();
        return Failures.untilUncontended("assign shards", this::attempt).whenComplete((done, failure) -> {
            if (failure != null) {
                workLeft = true;
                LOG.warn(
                        "can't assign shards now, will try again: {}",
                        Failures.unwrap(failure).toString());
            }
        });
    }

    private CompletableFuture<Void> attempt() {
        return brokers.read()
                .thenCompose(live -> !isAlive(live, self.assignee())
                        ? CompletableFuture.completedFuture(null)
                        : hold(live).thenCompose(fence -> {
                            isController = fence.isPresent();
                            return fence.isEmpty()
                                    ? CompletableFuture.completedFuture(null)
                                    : assign(live, fence.get());
                        }));
    }

    private static boolean isAlive(Map<String, Broker> live, Assignee assignee) {
        Broker broker = live.get(assignee.brokerId());
        return broker != null && broker.assignee().equals(assignee);
    }

    /**
     * The right to write assignments.
     *
     * @param epoch epoch of this controller
     * @param version version of the controller's node, which every write checks
     */
    private record Fence(long epoch, int version) {
        private Change.Check check() {
            return new Change.Check(ClusterPaths.CONTROLLER, version);
        }
    }

    /** The fence if this process is the controller, or becomes it since the recorded one is gone; else empty. */
    private CompletableFuture<Optional<Fence>> hold(Map<String, Broker> live) {
        return store.get(ClusterPaths.CONTROLLER).thenCompose(found -> {
            if (found.isEmpty()) {
                return store.create(ClusterPaths.CONTROLLER, encode(1)).thenApply(done -> taken(new Fence(1, 0)));
            }
            Versioned node = found.get();
            ControllerNode controller = ControllerNode.JSON.decode(ClusterPaths.CONTROLLER, node.bytes());
            if (controller.holder().equals(self.assignee())) {
                return CompletableFuture.completedFuture(Optional.of(new Fence(controller.epoch(), node.version())));
            }
            if (isAlive(live, controller.holder())) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            long epoch = controller.epoch() + 1;
            return store.compareAndSet(ClusterPaths.CONTROLLER, encode(epoch), node.version())
                    .thenApply(version -> taken(new Fence(epoch, version)));
        });
    }

    private byte[] encode(long epoch) {
        return ControllerNode.JSON.encode(new ControllerNode(epoch, self.brokerId(), self.incarnation()));
    }

    private Optional<Fence> taken(Fence fence) {
        LOG.info("controller is broker={} epoch={}", self.assignee(), fence.epoch);
        return Optional.of(fence);
    }

    private CompletableFuture<Void> assign(Map<String, Broker> live, Fence fence) {
        return placement.run(new TreeMap<>(live), fence.epoch, fence.check()).thenAccept(isWorkLeft -> {
            workLeft = workLeft || isWorkLeft;
        });
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(MetadataStore.Watch::close);
    }
}
