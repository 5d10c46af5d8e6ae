/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.cluster.Assignee;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ShardMap;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.LogServices;
import io.varve.log.MemoryLedgerStore;
import io.varve.log.Quorum;
import io.varve.log.ShardLogConfig;
import io.varve.log.ShardNode;
import io.varve.log.ShardOwner;
import io.varve.log.SimulatedLoop;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Produced;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.core.Upkeep;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.read.ReadMemory;
import io.varve.shard.tier.TieringPolicy;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import io.varve.tiering.TiererConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardHostTest {
    private static final int SHARD = ShardFixture.SHARD;
    private static final ShardOwner SELF = new ShardOwner("broker-1", 1);
    private static final ShardOwner OTHER = new ShardOwner("broker-2", 2);
    private static final String ASSIGNMENT = "/assignment/0";

    private final SimulatedLoop loop = new SimulatedLoop();
    private final MemoryMetadataTree tree = new MemoryMetadataTree(loop);
    private final MemoryMetadataStore controller = tree.connect();
    private final MemoryMetadataStore assignments = tree.connect();
    private final MemoryLedgerStore ledgers = new MemoryLedgerStore(loop);
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final ColdReader cold = new ColdReader(objects, ColdReaderConfig.DEFAULT);
    private final Tierer tierer = new Tierer(
            ledgers,
            objects,
            id -> CompletableFuture.completedFuture("public"),
            TiererConfig.DEFAULT,
            loop.clock(),
            UUID::randomUUID);
    private final TopicRecord topic = ShardFixture.topic(TopicConfig.DEFAULT);
    private final ShardMap map = new ShardMap(
            assignments, new BrokerRegistry(assignments), new Assignee(SELF.brokerId(), SELF.incarnation()));
    private final ShardHost host = new ShardHost(
            loop,
            "cluster",
            SELF,
            map,
            new ShardConfig(
                    ShardLogConfig.DEFAULTS, new TieringPolicy(true, Duration.ZERO, Duration.ZERO), Upkeep.DEFAULTS),
            shard -> services(),
            shard -> Quorum.ONE,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
            new Random(7));
    /** What the shards that are opened from now on reach their nodes by. */
    private MemoryMetadataStore nodes = tree.connect();

    private ReplayBudget replay = new ReplayBudget(ReplayBudget.DEFAULT_BYTES);
    private int assigned;
    private int opened;

    @BeforeEach
    void listen() {
        map.addListener(host);
        loop.run();
    }

    @AfterEach
    void stop() {
        ledgers.faults().releaseAcks();
        CompletableFuture<Void> closed = host.close();
        assertThat(loop.runUntil(closed::isDone, Duration.ofMinutes(10))).isTrue();
        tierer.close();
        cold.close();
    }

    private ShardServices services() {
        return new ShardServices(
                new LogServices(
                        loop, loop.clock(), ledgers, nodes, PooledByteBufAllocator.DEFAULT, new Random(++opened)),
                new ReadMemory(new ReadBudget(1 << 20, 1 << 20)),
                objects,
                cold,
                name -> CompletableFuture.completedFuture(Optional.of(topic)),
                id -> CompletableFuture.completedFuture(Optional.of(topic)),
                tierer,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                new MessageIdMemory(MessageIdConfig.DEFAULTS.messageIdBytes()),
                replay);
    }

    /** Writes it as a controller does. */
    private void beginToAssign(ShardOwner owner) {
        beginToAssign(owner, IntStream.of(SHARD));
    }

    private void beginToAssign(ShardOwner owner, IntStream shards) {
        String assignee = "{\"brokerId\":\"" + owner.brokerId() + "\",\"incarnation\":" + owner.incarnation() + "}";
        byte[] bytes = shards.mapToObj(shard -> "\"" + shard + "\":" + assignee)
                .collect(Collectors.joining(",", "{\"version\":1,\"controllerEpoch\":1,\"shards\":{", "}}"))
                .getBytes(StandardCharsets.UTF_8);
        CompletableFuture<?> written = assigned == 0
                ? controller.create(ASSIGNMENT, bytes)
                : controller.compareAndSet(ASSIGNMENT, bytes, assigned - 1);
        assigned++;
        assertThat(written).isNotCompletedExceptionally();
    }

    private void assign(ShardOwner owner) {
        beginToAssign(owner);
        loop.run();
    }

    private Shard served() {
        assertThat(host.ready()).isTrue();
        return host.shard(SHARD).orElseThrow();
    }

    private ShardNode node() {
        return node(SHARD);
    }

    private ShardNode node(int shard) {
        var found = controller.get(ShardNode.path(shard));
        loop.run();
        return ShardNode.parse(found.join().orElseThrow().bytes());
    }

    private CompletableFuture<Produced> produce(Shard shard) {
        return produce(shard, "a");
    }

    private CompletableFuture<Produced> produce(Shard shard, String value) {
        CompletableFuture<Produced> answer = new CompletableFuture<>();
        loop.execute(() -> shard.produce(topic, 0, ShardFixture.batch(-1, -1, value), null, new Reply<>() {
            @Override
            public void done(Produced produced) {
                answer.complete(produced);
            }

            @Override
            public void failed(VarveException error) {
                answer.completeExceptionally(error);
            }
        }));
        loop.run();
        return answer;
    }

    @Test
    void servesWhatIsAssignedAndLetsGoOfWhatIsTakenAway() {
        assertThat(host.ready()).isFalse();
        assign(SELF);
        assertThat(produce(served())).isCompleted();
        assign(OTHER);
        assertThat(host.shard(SHARD)).isEmpty();
        assertThat(node().state()).isEqualTo(ShardNode.State.CLOSED);
    }

    @Test
    void aShardThatIsStillBeingClosedTakesNothingFromTheOneThatIsServedAfterIt() {
        MemoryMetadataStore slow = nodes;
        assign(SELF);
        Shard first = served();
        ledgers.faults().holdAcks();
        CompletableFuture<Produced> unanswered = produce(first);
        assign(OTHER);
        assertThat(host.shard(SHARD)).isEmpty();
        slow.suspend();
        nodes = tree.connect();
        assign(SELF);
        Shard second = served();

        slow.resume();
        ledgers.faults().releaseAcks();
        loop.runFor(Duration.ofMinutes(2));
        assertThat(unanswered).isCompletedExceptionally();
        assertThat(served()).isSameAs(second);
        assertThat(node().epoch()).isEqualTo(2);
        assertThat(produce(second)).isCompleted();
    }

    @Test
    void aShardThatIsStillBeingClosedRefusesNobodyWhoWaitsForTheNextOne() {
        assign(SELF);
        Shard first = served();
        ledgers.faults().holdAcks();
        CompletableFuture<Produced> unanswered = produce(first);
        assign(OTHER);
        beginToAssign(SELF);
        List<String> ran = new ArrayList<>();
        assertThat(loop.runUntil(
                        () -> host.await(SHARD, shard -> ran.add("served"), () -> ran.add("refused")),
                        Duration.ofSeconds(1)))
                .isTrue();
        loop.run();
        assertThat(unanswered).isCompletedExceptionally();
        assertThat(ran).containsExactly("served");
        assertThat(served()).isNotSameAs(first);
    }

    @Test
    void aShardThatIsTakenAwayAndBroughtBackAtOnceIsMissingUntilItIsServed() {
        nodes.holdReplies();
        assign(SELF);
        host.unassigned(SHARD);
        host.assigned(SHARD);
        loop.run();
        assertThat(host.ready()).isFalse();
        assertThat(host.notServing()).containsOnlyKeys(SHARD);
        nodes.releaseReplies();
        loop.run();
        served();
        assertThat(host.notServing()).isEmpty();
    }

    @Test
    void aShardThatComesBackWhileManyAreOpenedIsOpenedOnce() {
        nodes.holdReplies();
        beginToAssign(SELF, IntStream.range(0, 12));
        loop.run();
        host.unassigned(0);
        host.assigned(0);
        loop.run();
        nodes.releaseReplies();
        loop.run();
        assertThat(host.ready()).isTrue();
        assertThat(host.shards()).hasSize(12);
        for (int shard = 0; shard < 12; shard++) {
            assertThat(node(shard).epoch()).as("shard %d", shard).isOne();
        }
    }

    @Test
    void ofThoseThatWaitToBeOpenedTheOneThatClientsWaitForIsNext() {
        nodes.holdReplies();
        beginToAssign(SELF, IntStream.range(0, 12));
        loop.run();
        List<String> ran = new ArrayList<>();
        assertThat(host.await(11, shard -> ran.add("served"), () -> ran.add("refused")))
                .isTrue();
        assertThat(opened).isEqualTo(8);
        List<Integer> order = new ArrayList<>();
        nodes.releaseReplies();
        loop.runUntil(
                () -> {
                    host.shards().stream()
                            .map(Shard::id)
                            .filter(id -> !order.contains(id))
                            .forEach(order::add);
                    return host.ready();
                },
                Duration.ofMinutes(1));
        loop.run();
        assertThat(ran).containsExactly("served");
        assertThat(order).hasSize(12);
        assertThat(order.indexOf(11)).isLessThan(order.indexOf(8));
    }

    @Test
    void aShardThatWasTakenAwayBeforeItCouldBeOpenedIsNotMissing() {
        nodes.holdReplies();
        assign(SELF);
        // Nobody has it, so it is claimed.
        nodes.releaseReplies();
        nodes.holdReplies();
        assign(OTHER);
        nodes.loseReplies();
        loop.runFor(Duration.ofMinutes(1));
        assertThat(host.notServing()).isEmpty();
        assertThat(host.shard(SHARD)).isEmpty();
    }

    @Test
    void anOpeningThatTakesLongIsToldOf() {
        nodes.holdReplies();
        assign(SELF);
        assertThat(host.notServing()).containsEntry(SHARD, "is being opened");
        loop.runFor(Duration.ofSeconds(25));
        assertThat(host.notServing()).containsEntry(SHARD, "is being opened for 20 s");
        nodes.releaseReplies();
        loop.runFor(Duration.ofMinutes(1));
        served();
    }

    @Test
    void aShardWritesASnapshotSoonerWhenOthersWouldHaveTooMuchToReplay() {
        assign(SELF);
        assertThat(replayBytesAfterThreeMegabytes()).isGreaterThan(3_000_000L);

        assign(OTHER);
        replay = new ReplayBudget(2_000_000);
        assign(SELF);
        assertThat(replayBytesAfterThreeMegabytes()).isLessThan(2_000_000L);
    }

    private long replayBytesAfterThreeMegabytes() {
        Shard shard = served();
        for (int i = 0; i < 30; i++) {
            assertThat(produce(shard, "x".repeat(100_000))).isCompleted();
        }
        loop.runFor(Duration.ofSeconds(5));
        return shard.figures().replayBytes();
    }

    @Test
    void aDamagedShardStaysClosedUntilItIsTakenAway() {
        CompletableFuture<Void> written =
                controller.create(ShardNode.path(SHARD), "{}".getBytes(StandardCharsets.UTF_8));
        assign(SELF);
        assertThat(written).isCompleted();
        loop.runFor(Duration.ofMinutes(1));
        assertThat(host.ready()).isFalse();
        assertThat(host.damaged()).containsExactly(SHARD);
        assertThat(host.notServing().get(SHARD)).contains("node");
        assign(OTHER);
        assertThat(host.damaged()).isEmpty();
    }

    /** Claimed when it was assigned to another broker already, of which the map hasn't heard. */
    private void claimTooLate() {
        nodes.holdReplies();
        assign(SELF);
        assignments.holdReplies();
        assign(OTHER);
        nodes.releaseReplies();
        loop.run();
        served();
    }

    @Test
    void aShardThatCameBackBeforeTheMapWasReadIsOpenedAgain() {
        claimTooLate();
        assign(SELF);
        assignments.releaseReplies();
        loop.run();
        assertThat(host.shard(SHARD)).isEmpty();
        assertThat(host.ready()).isFalse();
        assertThat(host.notServing()).containsOnlyKeys(SHARD);
        loop.runFor(Duration.ofSeconds(2));
        served();
        assertThat(node().epoch()).isEqualTo(2);
    }

    @Test
    void aShardThatWentElsewhereIsNotClaimedAgainBeforeTheMapWasRead() {
        claimTooLate();
        assignments.releaseReplies();
        assignments.suspend();
        loop.runFor(Duration.ofMinutes(1));
        assertThat(host.shard(SHARD)).isEmpty();
        assertThat(host.notServing()).containsOnlyKeys(SHARD);
        assertThat(node().epoch()).isOne();
        assignments.resume();
        loop.runFor(Duration.ofMinutes(1));
        assertThat(host.notServing()).isEmpty();
        assertThat(node().epoch()).isOne();
    }
}
