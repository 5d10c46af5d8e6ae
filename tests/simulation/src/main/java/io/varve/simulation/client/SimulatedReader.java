/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Source;
import io.varve.shard.read.ReaderHandle;
import io.varve.shard.read.ReaderSink;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.PartitionWitness;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reads partitions from anywhere for a while, and then others; what it is shown is checked where it is shown. */
public final class SimulatedReader {
    private static final int CREDIT_BYTES = 8 << 10;

    private final Requests requests;
    private final Random random;
    private boolean stopped;

    /** A reader that hasn't started. */
    public SimulatedReader(Requests requests, long seed) {
        this.requests = requests;
        this.random = new Random(seed);
    }

    /** Reads until {@link #stop}. */
    public void start() {
        if (stopped) {
            return;
        }
        int partition = random.nextInt(requests.topic().partitions());
        PartitionWitness witness =
                requests.witness().partition(new PartitionKey(requests.topic().topicId(), partition));
        long from = random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * witness.nextOffset());
        requests.owner(
                requests.topic().shardOf(partition),
                random,
                found -> found.ifPresentOrElse(
                        broker -> read(broker, partition, new Reading(requests, witness, from)),
                        () -> requests.later(200, this::start)));
    }

    /** Reads nothing more. */
    public void stop() {
        stopped = true;
    }

    private void read(SimulatedBroker broker, int partition, Reading reading) {
        open(requests, broker, partition, reading, error -> {
            if (error == null) {
                requests.later(500 + random.nextInt(3_000), () -> {
                    broker.machine().execute(reading::close);
                    start();
                });
            } else {
                requests.later(100, this::start);
            }
        });
    }

    static void open(Requests requests, SimulatedBroker broker, int partition, Reading reading, ErrorOrNot opened) {
        requests.<ReaderHandle>send(
                broker,
                requests.line(),
                Requests.onShard(
                        requests.topic().shardOf(partition),
                        (shard, reply) -> shard.openReader(
                                requests.topic(),
                                partition,
                                reading.next(),
                                CREDIT_BYTES,
                                reading,
                                new Opened(reading, reply))),
                (handle, error) -> {
                    requests.count("open reader", error);
                    opened.is(error);
                });
    }

    /** What became of an opening. */
    interface ErrorOrNot {
        void is(@Nullable VarveException error);
    }

    /** The broker's side knows the reader's handle before its client does. */
    private record Opened(Reading reading, io.varve.shard.answer.Reply<ReaderHandle> reply)
            implements io.varve.shard.answer.Reply<ReaderHandle> {
        @Override
        public void done(ReaderHandle handle) {
            reading.handle = handle;
            reply.done(handle);
        }

        @Override
        public void failed(VarveException error) {
            reply.failed(error);
        }
    }

    /** One open reader. */
    static final class Reading implements ReaderSink {
        private final Requests requests;
        private final PartitionWitness witness;
        private @Nullable ReaderHandle handle;
        private long next;
        private boolean ended;

        Reading(Requests requests, PartitionWitness witness, long from) {
            this.requests = requests;
            this.witness = witness;
            this.next = from;
        }

        long next() {
            return next;
        }

        boolean ended() {
            return ended;
        }

        @Override
        public void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source) {
            int bytes = batches.readableBytes();
            try {
                next = witness.shown(batches, next);
            } finally {
                batches.release();
            }
            requests.count(
                    "read from " + source.name().substring("SOURCE_".length()).toLowerCase(Locale.ROOT), null);
            ReaderHandle open = handle;
            if (open != null) {
                open.addCredit(bytes);
            }
        }

        @Override
        public void ended(VarveException error) {
            ended = true;
            requests.count("reader", error);
        }

        void close() {
            if (handle != null && !ended) {
                handle.close();
            }
        }
    }
}
