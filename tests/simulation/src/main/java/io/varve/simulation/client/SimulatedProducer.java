/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.wire.Produced;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.PartitionWitness;
import io.varve.simulation.port.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An idempotent producer of one partition: up to four batches on their way, in order, when the first is acknowledged; after anything but success all of them
 * again, from the oldest, with the same sequences.
 */
public final class SimulatedProducer {
    private static final int IN_FLIGHT = 4;
    private static final int FILLER_BYTES = 400;

    private final Requests requests;
    private final int partition;
    private final Random random;
    private final PartitionWitness witness;
    /** From the oldest that isn't acknowledged on: a broker remembers a producer's last five batches. */
    private final Deque<Pending> pending = new ArrayDeque<>();

    private long producerId = -1;
    private int nextSequence;
    private int attempt;
    private boolean known;
    private @Nullable SimulatedBroker target;
    private Line line;
    private boolean stopped;

    /** A producer that hasn't started. */
    public SimulatedProducer(Requests requests, int partition, long seed) {
        this.requests = requests;
        this.partition = partition;
        this.random = new Random(seed);
        this.witness =
                requests.witness().partition(new PartitionKey(requests.topic().topicId(), partition));
        this.line = requests.line();
    }

    /** Gets a number, and then produces until {@link #stop}. */
    public void start() {
        requests.any(random).ifPresentOrElse(this::identify, () -> requests.later(100, this::start));
    }

    private void identify(SimulatedBroker broker) {
        requests.<Long>send(
                broker,
                requests.line(),
                Requests.asking(asked -> asked.producerIds().next()),
                (id, error) -> {
                    requests.count("init producer", error);
                    if (id != null) {
                        producerId = id;
                        lookUp();
                        produce();
                    } else {
                        requests.later(100, this::start);
                    }
                });
    }

    /** Makes no new batches; those that are pending are still sent until they are acknowledged. */
    public void stop() {
        stopped = true;
    }

    /** Whether everything it made is acknowledged. */
    public boolean idle() {
        return pending.isEmpty();
    }

    private void produce() {
        if (stopped) {
            return;
        }
        // A partition lets a producer that it doesn't know begin anywhere: with two on their way, the first of them may
        // be refused by a shard that isn't open yet, and the second taken by the same shard a moment later. The Java
        // client
        // waits for the first acknowledgement as well.
        if (pending.size() < (known ? IN_FLIGHT : 1)) {
            Pending batch = new Pending(batch());
            pending.add(batch);
            witness.made(Unpooled.wrappedBuffer(batch.bytes));
            if (target != null) {
                send(target, batch);
            }
        }
        requests.later(5 + random.nextInt(150), this::produce);
    }

    private byte[] batch() {
        int records = 1 + random.nextInt(4);
        try (BatchBuilder builder =
                new BatchBuilder(new UnpooledByteBufAllocator(false, true), Codec.NONE, 1 << 16, BatchLimits.DEFAULT)) {
            for (int i = 0; i < records; i++) {
                String value = producerId + ":" + (nextSequence + i) + " " + "x".repeat(random.nextInt(FILLER_BYTES));
                builder.append(nextSequence + i, null, value.getBytes(StandardCharsets.UTF_8), List.of());
            }
            ByteBuf built = builder.build(producerId, (short) 0, nextSequence);
            nextSequence += records;
            byte[] bytes = ByteBufUtil.getBytes(built);
            built.release();
            return bytes;
        }
    }

    private void lookUp() {
        int mine = ++attempt;
        target = null;
        requests.owner(requests.topic().shardOf(partition), random, found -> {
            if (mine != attempt) {
                return;
            }
            if (found.isEmpty()) {
                requests.later(100 + random.nextInt(200), () -> {
                    if (mine == attempt) {
                        lookUp();
                    }
                });
                return;
            }
            target = found.get();
            line = requests.line();
            for (Pending batch : List.copyOf(pending)) {
                if (!batch.acknowledged) {
                    send(found.get(), batch);
                }
            }
        });
    }

    private void send(SimulatedBroker to, Pending batch) {
        int mine = attempt;
        requests.<Produced>send(
                to,
                line,
                Requests.onShard(
                        requests.topic().shardOf(partition),
                        (shard, reply) -> shard.produce(
                                requests.topic(), partition, Unpooled.copiedBuffer(batch.bytes), null, reply)),
                (produced, error) -> {
                    requests.count("produce", error);
                    if (produced != null) {
                        witness.acknowledged(Unpooled.wrappedBuffer(batch.bytes), produced.getBaseOffset());
                        batch.acknowledged = true;
                        known = true;
                        while (!pending.isEmpty() && pending.element().acknowledged) {
                            pending.remove();
                        }
                    } else {
                        failed(mine);
                    }
                });
    }

    private void failed(int failedAttempt) {
        if (failedAttempt == attempt) {
            int mine = ++attempt;
            target = null;
            requests.later(20 + random.nextInt(200), () -> {
                if (mine == attempt) {
                    lookUp();
                }
            });
        }
    }

    private static final class Pending {
        private final byte[] bytes;
        private boolean acknowledged;

        private Pending(byte[] bytes) {
            this.bytes = bytes;
        }
    }
}
