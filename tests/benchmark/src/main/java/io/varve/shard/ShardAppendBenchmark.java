/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.benchmark.micro.Batches;
import io.varve.benchmark.micro.DiscardingLedgers;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.LogServices;
import io.varve.log.Quorum;
import io.varve.log.ShardIdentity;
import io.varve.log.ShardLogConfig;
import io.varve.log.ShardOwner;
import io.varve.log.SimulatedLoop;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.Produced;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.core.Upkeep;
import io.varve.shard.loop.Completions;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.read.ReadMemory;
import io.varve.shard.tier.TieringPolicy;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import io.varve.tiering.TiererConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sixteen batches of an idempotent producer, from the command to its answer, on a shard whose ledgers answer at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShardAppendBenchmark {
    private static final int BATCHES = 16;
    private static final int RECORD_BYTES = 1024;
    /** In the batch's header; lies under the batch's checksum, which a shard doesn't look at any more. */
    private static final int BASE_SEQUENCE = 53;

    /** Records of 1 KiB in each batch. */
    @Param({"1", "16", "250"})
    public int records;

    private final TopicRecord topic = TopicRecord.create(
            UUID.randomUUID(),
            TopicName.parse("orders"),
            1,
            ShardSet.ofFirst(1, ShardSet.DEFAULT, new ShardClass("any", 1, 1, 1)),
            TopicConfig.DEFAULT,
            1,
            0);
    private ByteBuf batch = Unpooled.EMPTY_BUFFER;
    private Opened opened = Opened.open(topic);
    private int sequence;
    private int answers;

    private final Reply<Produced> reply = new Reply<>() {
        @Override
        public void done(Produced value) {
            answers++;
        }

        @Override
        public void failed(VarveException error) {
            throw error;
        }
    };

    @Setup(Level.Iteration)
    public void open() {
        batch = Batches.of(Codec.NONE, Batches.values(RECORD_BYTES), records);
        sequence = 0;
        opened = Opened.open(topic);
    }

    @TearDown(Level.Iteration)
    public void close() {
        opened.close();
        batch.release();
    }

    /** For each batch. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public int append() {
        answers = 0;
        opened.loop().execute(() -> {
            for (int i = 0; i < BATCHES; i++) {
                batch.setInt(batch.readerIndex() + BASE_SEQUENCE, sequence);
                sequence += records;
                opened.shard().produce(topic, 0, batch.retainedDuplicate(), null, reply);
            }
        });
        opened.loop().run();
        if (answers != BATCHES) {
            throw new IllegalStateException(answers + " of " + BATCHES + " batches were answered");
        }
        return answers;
    }

    /** A shard on twins of everything that it stands on, with the time standing still. */
    private record Opened(SimulatedLoop loop, Shard shard, ColdReader cold, Tierer tierer) {
        static Opened open(TopicRecord topic) {
            SimulatedLoop loop = new SimulatedLoop();
            DiscardingLedgers ledgers = new DiscardingLedgers();
            MemoryObjectStore objects = new MemoryObjectStore();
            ColdReader cold = new ColdReader(objects, ColdReaderConfig.DEFAULT);
            Tierer tierer = new Tierer(
                    ledgers,
                    objects,
                    id -> CompletableFuture.completedFuture("public"),
                    TiererConfig.DEFAULT,
                    loop.clock(),
                    UUID::randomUUID);
            LogServices log = new LogServices(
                    loop,
                    loop.clock(),
                    ledgers,
                    new MemoryMetadataTree(Runnable::run).connect(),
                    PooledByteBufAllocator.DEFAULT,
                    new Random(1));
            ShardServices services = new ShardServices(
                    log,
                    new ReadMemory(ReadBudget.DEFAULTS),
                    objects,
                    cold,
                    name -> CompletableFuture.completedFuture(Optional.of(topic)),
                    id -> CompletableFuture.completedFuture(Optional.of(topic)),
                    tierer,
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                    new MessageIdMemory(MessageIdConfig.DEFAULTS.messageIdBytes()),
                    new ReplayBudget(ReplayBudget.DEFAULT_BYTES));
            ShardConfig config = new ShardConfig(
                    ShardLogConfig.DEFAULTS,
                    new TieringPolicy(true, Duration.ofMinutes(10), Duration.ZERO),
                    Upkeep.DEFAULTS);
            ShardIdentity identity = new ShardIdentity(UUID.randomUUID().toString(), 0);
            CompletableFuture<Shard> shard = Completions.call(
                    loop, () -> new ShardOpening(identity, services, config, Quorum.ONE, (lost, reason) -> {})
                            .open(new ShardOwner("broker-1", 1)));
            loop.run();
            return new Opened(loop, shard.join(), cold, tierer);
        }

        void close() {
            tierer.close();
            cold.close();
        }
    }
}
