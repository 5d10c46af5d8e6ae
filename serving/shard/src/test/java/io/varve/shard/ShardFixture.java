/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.LogServices;
import io.varve.log.MemoryLedgerStore;
import io.varve.log.Quorum;
import io.varve.log.ShardIdentity;
import io.varve.log.ShardLogConfig;
import io.varve.log.ShardOwner;
import io.varve.log.record.IdHash;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.SegmentState;
import io.varve.protocol.wire.Source;
import io.varve.protocol.wire.TierReport;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.core.Upkeep;
import io.varve.shard.loop.Completions;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.read.ReadMemory;
import io.varve.shard.read.ReaderHandle;
import io.varve.shard.read.ReaderSink;
import io.varve.shard.tier.TieringPolicy;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import io.varve.tiering.TiererConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A shard on twins of everything that it stands on, to be opened again and again as brokers do after each other. */
final class ShardFixture implements AutoCloseable {
    static final int SHARD = 0;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    final ThreadLoop loop = new ThreadLoop();
    final MemoryLedgerStore ledgers = new MemoryLedgerStore(Runnable::run);
    final MemoryObjectStore objects = new MemoryObjectStore();
    final ColdReader cold = new ColdReader(objects, ColdReaderConfig.DEFAULT);
    private final AtomicInteger metadataCalls = new AtomicInteger();
    final MemoryMetadataTree metadata = new MemoryMetadataTree(call -> {
        metadataCalls.incrementAndGet();
        call.run();
    });
    private MemoryMetadataStore session = metadata.connect();
    private final String clusterId = UUID.randomUUID().toString();
    private final Tierer tierer;
    private CompletableFuture<Boolean> catalogue = CompletableFuture.completedFuture(true);
    private TopicRecord topic;
    private final List<Shard> opened = new ArrayList<>();
    private MessageIdMemory messageIds = new MessageIdMemory(MessageIdConfig.DEFAULTS.messageIdBytes());
    private long owners;

    ShardFixture() {
        topic = topic(TopicConfig.DEFAULT);
        tierer = new Tierer(
                ledgers,
                objects,
                id -> CompletableFuture.completedFuture("public"),
                TiererConfig.DEFAULT,
                InstantSource.system(),
                UUID::randomUUID);
    }

    static TopicRecord topic(TopicConfig config) {
        ShardSet set = ShardSet.ofFirst(1, ShardSet.DEFAULT, new ShardClass("any", 1, 1, 1));
        return TopicRecord.create(UUID.randomUUID(), TopicName.parse("orders"), 2, set, config, 1, 0);
    }

    TopicRecord topic() {
        return topic;
    }

    /** From now on topics are found by name only when this is done. */
    void useCatalogue(CompletableFuture<Boolean> answers) {
        catalogue = answers;
    }

    void useTopic(TopicRecord other) {
        topic = other;
    }

    /** Shards that are opened from now on take their message ids' memory from this. */
    void useMessageIds(MessageIdMemory memory) {
        messageIds = memory;
    }

    static ShardConfig config() {
        return config(Duration.ZERO, 32 << 20);
    }

    static ShardConfig config(Duration ledgerDelay, long snapshotBytes) {
        return new ShardConfig(
                ShardLogConfig.DEFAULTS,
                new TieringPolicy(false, ledgerDelay, Duration.ZERO),
                new Upkeep(snapshotBytes, Duration.ofMillis(50)));
    }

    /** Claims the shard as the next broker would, whatever the former one does. */
    Shard open(ShardConfig config) {
        Shard shard = await(Completions.call(loop, () -> opening(config).open(nextOwner())));
        opened.add(shard);
        return shard;
    }

    ShardOpening opening(ShardConfig config) {
        ShardServices services = new ShardServices(
                logServices(),
                new ReadMemory(new ReadBudget(1 << 20, 1 << 20)),
                objects,
                cold,
                name -> catalogue.thenApply(answers -> Optional.of(topic)),
                id -> CompletableFuture.completedFuture(Optional.of(topic)),
                tierer,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                messageIds,
                new ReplayBudget(ReplayBudget.DEFAULT_BYTES));
        return new ShardOpening(
                new ShardIdentity(clusterId, SHARD), services, config, Quorum.ONE, (lost, reason) -> {});
    }

    private ShardOwner nextOwner() {
        owners++;
        return new ShardOwner("broker-" + owners, owners);
    }

    /** Has a standby take the shard over. */
    Shard takeOver(Standby standby) {
        Shard shard = await(Completions.call(loop, () -> standby.takeOver(nextOwner(), Optional.empty())));
        opened.add(shard);
        return shard;
    }

    LogServices logServices() {
        session = metadata.connect();
        return new LogServices(
                loop, InstantSource.system(), ledgers, session, PooledByteBufAllocator.DEFAULT, new Random(7));
    }

    /** The metadata store doesn't answer the shard that was opened last. */
    void cutOff() {
        onLoop(() -> session.suspend());
    }

    /** Ends {@link #cutOff}. */
    void reconnect() {
        onLoop(() -> session.resume());
    }

    private void onLoop(Runnable task) {
        await(Completions.call(loop, () -> {
            task.run();
            return CompletableFuture.completedFuture(true);
        }));
    }

    /** Returns when the metadata store was asked so many times more, whether it answered or not. */
    void awaitMetadataCalls(Shard shard, int more) {
        int enough = metadataCalls.get() + more;
        eventually(shard::tierStatus, (TierReport any) -> metadataCalls.get() >= enough);
    }

    /** Calls a command on the shard's loop and waits for its answer. */
    <T> T ask(Consumer<Reply<T>> command) {
        return await(begin(command));
    }

    <T> CompletableFuture<T> begin(Consumer<Reply<T>> command) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> command.accept(new Reply<>() {
            @Override
            public void done(T value) {
                answer.complete(value);
            }

            @Override
            public void failed(VarveException error) {
                answer.completeExceptionally(error);
            }
        }));
        return answer;
    }

    Produced produce(Shard shard, int partition, String... values) {
        return ask(reply -> shard.produce(topic, partition, batch(-1, -1, values), null, reply));
    }

    Produced produceOnce(Shard shard, int partition, String id) {
        IdHash hash = IdHash.of(id.getBytes(StandardCharsets.UTF_8));
        return ask(reply -> shard.produce(topic, partition, batch(-1, -1, "value of " + id), hash, reply));
    }

    static ByteBuf batch(long producerId, int sequence, String... values) {
        try (BatchBuilder builder =
                new BatchBuilder(PooledByteBufAllocator.DEFAULT, Codec.NONE, 1 << 20, BatchLimits.DEFAULT)) {
            for (String value : values) {
                builder.append(System.currentTimeMillis(), null, value.getBytes(StandardCharsets.UTF_8), List.of());
            }
            return producerId < 0 ? builder.build() : builder.build(producerId, (short) 0, sequence);
        }
    }

    Reading read(Shard shard, int partition, long offset, long credit) {
        Reading reading = new Reading();
        reading.handle = ask(reply -> shard.openReader(topic, partition, offset, credit, reading, reply));
        return reading;
    }

    /** Whether there are objects, and no sealed segment waits to be copied. */
    static boolean isTiered(TierReport report) {
        return report.getObjects() > 0
                && report.getSegmentsList().stream()
                        .noneMatch(segment -> segment.getState() == SegmentState.SEGMENT_SEALED
                                || segment.getState() == SegmentState.SEGMENT_TIERING);
    }

    /** Polls until the answer satisfies the condition. */
    <T> T eventually(Consumer<Reply<T>> query, Function<T, Boolean> condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        T answer = ask(query);
        while (!condition.apply(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached within " + DEADLINE + ": " + answer);
            }
            answer = ask(query);
        }
        return answer;
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        // A shard that lost its log to another one can't seal it, and lets go of its buffers all the same.
        opened.forEach(shard -> await(Completions.call(loop, shard::close).exceptionally(fenced -> null)));
        tierer.close();
        loop.close();
        cold.close();
    }

    /** What one reader was given: lines of "offset value source". */
    static final class Reading implements ReaderSink {
        final BlockingQueue<String> records = new LinkedBlockingQueue<>();
        final CompletableFuture<VarveException> end = new CompletableFuture<>();
        ReaderHandle handle = new Unopened();

        @Override
        public void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source) {
            for (int at = batches.readerIndex(); at < batches.writerIndex(); at += BatchHeader.sizeBytes(batches, at)) {
                new BatchReader(batches, at)
                        .forEachRemaining(record -> records.add(record.offset() + " "
                                + new String(java.util.Objects.requireNonNull(record.value()), StandardCharsets.UTF_8)
                                + " "
                                + source.name().substring("SOURCE_".length()).toLowerCase(java.util.Locale.ROOT)));
            }
            batches.release();
        }

        @Override
        public void ended(VarveException error) {
            end.complete(error);
        }

        String next() throws InterruptedException {
            String record = records.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (record == null) {
                throw new AssertionError("no record within " + DEADLINE);
            }
            return record;
        }

        private record Unopened() implements ReaderHandle {
            @Override
            public long firstOffset() {
                return -1;
            }

            @Override
            public long nextOffset() {
                return -1;
            }

            @Override
            public void addCredit(long bytes) {}

            @Override
            public void resume() {}

            @Override
            public void close() {}
        }
    }
}
