/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.publish;

import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.WhenFull;
import io.varve.client.record.Schema;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers of all callers, one for each topic: brokers remember every producer for long, so there are few and they live
 * long. One that nobody used for ten minutes is closed, and so is the longest idle one when there are too many. Its monitor
 * guards the table; nobody waits under it.
 */
public final class Producers {
    private static final Logger LOG = LoggerFactory.getLogger(Producers.class);
    private static final int MOST = 1_000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final long IDLE_NANOS = Duration.ofMinutes(10).toNanos();

    private final VarveClient client;
    private final Duration deliveryTimeout;
    private final Map<TopicName, Shared> shared = new HashMap<>();

    /**
     * None yet.
     *
     * @param deliveryTimeout for a record to be stored, all attempts together
     */
    public Producers(VarveClient client, Duration deliveryTimeout) {
        this.client = client;
        this.deliveryTimeout = deliveryTimeout;
    }

    /** Lets {@code work} use the topic's producer until its future is done; TOPIC_NOT_FOUND, BUSY with too many topics. */
    <T> CompletableFuture<T> with(TopicName topic, Function<Producer<byte[]>, CompletableFuture<T>> work) {
        Shared lent;
        try {
            lent = lend(topic);
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
        return lent.producer.thenCompose(work).whenComplete((done, failure) -> giveBack(topic, lent));
    }

    /** The next record makes a new producer: this one's topic is not what it was. */
    void forget(TopicName topic) {
        Shared forgotten;
        synchronized (this) {
            forgotten = shared.remove(topic);
        }
        if (forgotten != null) {
            forgotten.close();
        }
    }

    /** Closes those that are idle; to be called now and then. */
    public void sweep() {
        long now = System.nanoTime();
        Map<TopicName, Shared> idle = new HashMap<>();
        synchronized (this) {
            shared.forEach((topic, one) -> {
                if (one.users == 0 && now - one.usedNanos > IDLE_NANOS) {
                    idle.put(topic, one);
                }
            });
            shared.keySet().removeAll(idle.keySet());
        }
        idle.values().forEach(Shared::close);
    }

    private Shared lend(TopicName topic) {
        Shared evicted = null;
        Shared lent;
        synchronized (this) {
            lent = shared.get(topic);
            if (lent == null) {
                evicted = shared.size() < MOST ? null : evictIdlest();
                lent = new Shared(client.newProducer(Schema.bytes())
                        .topic(topic.toString())
                        .whenFull(WhenFull.FAIL)
                        .deliveryTimeout(deliveryTimeout)
                        .createAsync());
                shared.put(topic, lent);
            }
            lent.users++;
        }
        if (evicted != null) {
            evicted.close();
        }
        return lent;
    }

    private Shared evictIdlest() {
        Map.@Nullable Entry<TopicName, Shared> idlest = null;
        for (Map.Entry<TopicName, Shared> entry : shared.entrySet()) {
            Shared one = entry.getValue();
            if (one.users == 0 && (idlest == null || one.usedNanos - idlest.getValue().usedNanos < 0)) {
                idlest = entry;
            }
        }
        Shared evicted = idlest == null ? null : shared.remove(idlest.getKey());
        if (evicted == null) {
            throw new VarveException(
                    ErrorCode.BUSY, "records for " + MOST + " topics are on their way, which is the limit");
        }
        return evicted;
    }

    private synchronized void giveBack(TopicName topic, Shared lent) {
        lent.users--;
        lent.usedNanos = System.nanoTime();
        if (lent.producer.isCompletedExceptionally()) {
            shared.remove(topic, lent);
        }
    }

    /** A producer and who uses it. */
    private static final class Shared {
        private final CompletableFuture<Producer<byte[]>> producer;
        private int users;
        private long usedNanos = System.nanoTime();

        Shared(CompletableFuture<Producer<byte[]>> producer) {
            this.producer = producer;
        }

        void close() {
            CompletableFuture<?> unused = producer.thenCompose(open -> open.closeAsync(CLOSE_PATIENCE))
                    .exceptionally(failure -> {
                        LOG.debug("a producer was not made, so it isn't closed", failure);
                        return null;
                    });
        }
    }
}
