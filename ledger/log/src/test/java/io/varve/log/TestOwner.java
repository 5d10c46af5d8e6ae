/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A broker's half of a shard's log: remembers what was replayed, what was confirmed, and what was lost. */
final class TestOwner implements Replay, LogListener {
    static final ShardIdentity SHARD = new ShardIdentity("cluster", 3);
    static final UUID TOPIC = new UUID(1, 2);

    /** What several owners share. */
    static final class World {
        final SimulatedLoop loop = new SimulatedLoop();
        final MemoryMetadataTree tree = new MemoryMetadataTree(loop);
        final MemoryLedgerStore ledgers = new MemoryLedgerStore(loop);
        final MemoryMetadataStore reader = tree.connect();
        ShardLogConfig config = ShardLogConfig.DEFAULTS;
        Quorum quorum = Quorum.THREE;
        Duration clockStep = Duration.ZERO;
        int owners;

        ShardNode node() {
            var found = reader.get(ShardNode.path(SHARD.shard()));
            loop.run();
            return ShardNode.parse(found.join().orElseThrow().bytes());
        }

        /** An owner that has opened the log. */
        TestOwner owner(String name) {
            TestOwner owner = new TestOwner(this, name);
            assertThat(owner.open()).isCompleted();
            return owner;
        }

        <T> T await(CompletableFuture<T> future) {
            assertThat(loop.runUntil(future::isDone, Duration.ofMinutes(10))).isTrue();
            return future.join();
        }
    }

    final World world;
    final String name;
    final MemoryMetadataStore metadata;
    final List<Long> replayed = new ArrayList<>();
    final List<Long> replayedTimes = new ArrayList<>();
    final List<String> replayedTexts = new ArrayList<>();
    final Map<Long, String> written = new HashMap<>();
    int ownershipSeen;
    final List<Long> confirmed = new ArrayList<>();
    final List<Integer> confirmedEntryRecords = new ArrayList<>();
    final List<Segment> sealed = new ArrayList<>();
    long replayFrom = -1;
    boolean fromSnapshot;
    boolean tiers;

    @Nullable
    StoreException lost;

    int lostCalls;
    Runnable onConfirmed = () -> {};
    Runnable onReplayed = () -> {};
    private @Nullable ShardLog log;

    TestOwner(World world, String name) {
        this.world = world;
        this.name = name;
        this.metadata = world.tree.connect();
    }

    CompletableFuture<ShardLog> opening(LedgerStore ledgers, MetadataStore nodes) {
        return ShardLog.open(
                        services(ledgers, nodes),
                        SHARD,
                        new ShardOwner(name, 1),
                        world.quorum,
                        world.config,
                        this,
                        this)
                .whenComplete((opened, failure) -> log = opened);
    }

    private LogServices services(LedgerStore ledgers, MetadataStore nodes) {
        return new LogServices(
                world.loop,
                () -> world.loop.clock().instant().plus(world.clockStep),
                ledgers,
                nodes,
                new UnpooledByteBufAllocator(false),
                new Random(world.owners++));
    }

    /** Follows the log that another owner writes. */
    LogFollower follower(MetadataStore nodes) {
        return follower(world.ledgers, nodes);
    }

    LogFollower follower(LedgerStore ledgers, MetadataStore nodes) {
        return new LogFollower(services(ledgers, nodes), SHARD, world.quorum, world.config, this);
    }

    /** Goes on with a log that it followed. */
    CompletableFuture<ShardLog> succeed(LogFollower follower) {
        CompletableFuture<ShardLog> succeeding = ShardLog.succeed(
                        follower, new ShardOwner(name, 1), Optional.empty(), this)
                .whenComplete((inherited, failure) -> log = inherited);
        world.loop.runUntil(succeeding::isDone, Duration.ofMinutes(10));
        return succeeding;
    }

    CompletableFuture<ShardLog> open() {
        return open(world.ledgers, metadata);
    }

    CompletableFuture<ShardLog> open(LedgerStore ledgers, MetadataStore nodes) {
        CompletableFuture<ShardLog> opening = opening(ledgers, nodes);
        world.loop.runUntil(opening::isDone, Duration.ofMinutes(10));
        return opening;
    }

    ShardLog log() {
        if (log == null) {
            throw new AssertionError("not opened");
        }
        return log;
    }

    /** Whether records can be appended. */
    boolean running() {
        return log != null && log.accepts(100);
    }

    /** Appends a record with a text in it. */
    long append(String text) {
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        long sequence = log().append(RecordType.DELETE_OBJECTS, 0, body);
        written.put(sequence, text);
        return sequence;
    }

    /** Appends a batch of so many bytes. */
    long appendBatch(int bytes) {
        ByteBuf batch = ByteBufAllocator.DEFAULT.buffer(bytes).writeZero(bytes);
        return log().appendBatch(new BatchRecord(TOPIC, 0, 0, 1, 0), 0, batch);
    }

    /** Appends and lets everything happen that is due. */
    long appendAndRun(String text) {
        long sequence = append(text);
        world.loop.run();
        return sequence;
    }

    @Override
    public void begin(long fromSequence, boolean snapshot) {
        replayFrom = fromSequence;
        fromSnapshot = snapshot;
    }

    @Override
    public void record(LogRecord record) {
        replayed.add(record.sequence());
        replayedTimes.add(record.appendTimeMs());
        replayedTexts.add(record.body().toString(StandardCharsets.UTF_8));
        onReplayed.run();
    }

    @Override
    public void onConfirmed(Entry entry) {
        int records = 0;
        for (LogRecord record : entry) {
            confirmed.add(record.sequence());
            records++;
        }
        confirmedEntryRecords.add(records);
        assertThat(log().confirmedEnd()).isEqualTo(entry.header().endSequence());
        onConfirmed.run();
    }

    @Override
    public void onOwnershipSeen() {
        ownershipSeen++;
    }

    @Override
    public boolean isTiered(long ledgerId) {
        return tiers;
    }

    @Override
    public void onSegmentSealed(Segment segment) {
        sealed.add(segment);
    }

    @Override
    public void onLost(StoreException reason) {
        lost = reason;
        lostCalls++;
    }
}
