/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.TestOwner.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Owners come, write, roll, stand still, are fenced, lose replies and die, in an order that a seed decides. Whatever was
 * confirmed to any of them is in the log at the end, at its sequence and with its content, and the log has no gap.
 */
class FateTest {
    private static final int STEPS = 150;

    private final World world = new World();
    private final List<TestOwner> owners = new ArrayList<>();
    private final List<CompletableFuture<ShardLog>> openings = new ArrayList<>();
    private Random random = new Random();

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasConfirmedStaysWhereItWas(int seed) {
        random = new Random(seed);
        world.config = TestConfigs.rollingAt(10_000, 1024);
        for (int step = 0; step < STEPS; step++) {
            act(random.nextInt(100));
        }
        calm();
        world.loop.runFor(Duration.ofMinutes(2));
        TestOwner last = world.owner("last");
        assertThat(last.replayed)
                .isEqualTo(LongStream.range(0, last.replayed.size()).boxed().toList());
        for (TestOwner owner : owners) {
            for (long sequence : owner.confirmed) {
                assertThat(last.replayedTexts).hasSizeGreaterThan((int) sequence);
                assertThat(last.replayedTexts.get((int) sequence)).isEqualTo(owner.written.get(sequence));
            }
            assertThat(owner.lostCalls).isLessThanOrEqualTo(1);
            assertThat(String.valueOf(owner.lost)).doesNotContain("defect", "Damaged");
        }
        for (CompletableFuture<ShardLog> opening : openings) {
            assertThat(opening).isDone();
            assertThat(String.valueOf(opening.handle((log, failure) -> failure).join()))
                    .doesNotContain("Damaged", "IllegalState", "NullPointer");
        }
        last.append("end");
        world.loop.runFor(Duration.ofSeconds(20));
        assertThat(last.confirmed).hasSize(1);
    }

    private void act(int dice) {
        if (dice < 45) {
            runningOwner().ifPresent(this::write);
        } else if (dice < 65) {
            world.loop.runFor(Duration.ofMillis(random.nextInt(3_000)));
        } else if (dice < 70) {
            TestOwner owner = new TestOwner(world, "o" + owners.size() + "-");
            owners.add(owner);
            openings.add(owner.opening(world.ledgers, owner.metadata));
        } else if (dice < 80) {
            ledgerTrouble();
        } else if (dice < 88) {
            metadataTrouble();
        } else if (dice < 91) {
            runningOwner().ifPresent(owner -> {
                CompletableFuture<List<Segment>> unused = owner.log().seal();
            });
        } else if (dice < 92) {
            runningOwner().ifPresent(owner -> owner.log().abort());
        } else {
            calm();
        }
    }

    private void write(TestOwner owner) {
        int records = 1 + random.nextInt(8);
        for (int i = 0; i < records; i++) {
            owner.append(owner.name + random.nextInt() + "-".repeat(random.nextInt(800)));
        }
    }

    private Optional<TestOwner> runningOwner() {
        List<TestOwner> running = owners.stream().filter(TestOwner::running).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    private void ledgerTrouble() {
        LedgerFaults faults = world.ledgers.faults();
        switch (random.nextInt(9)) {
            case 0, 6, 7 -> faults.holdAcks();
            case 1 -> faults.keepUnconfirmed(random.nextInt(4));
            case 2 -> faults.failAppends(1 + random.nextInt(2));
            case 3 -> faults.writableBookies(1 + random.nextInt(3));
            case 4 -> faults.loseCreateAnswers(1);
            default -> fenceOne();
        }
    }

    private void fenceOne() {
        CompletableFuture<List<Long>> listing = world.ledgers.list();
        world.loop.run();
        List<Long> ids = listing.join();
        if (!ids.isEmpty()) {
            // The last one is the one that is being written.
            int index = random.nextInt(3) > 0 ? ids.size() - 1 : random.nextInt(ids.size());
            world.ledgers.faults().fence(ids.get(index));
        }
    }

    private void metadataTrouble() {
        if (owners.isEmpty()) {
            return;
        }
        var metadata = owners.get(random.nextInt(owners.size())).metadata;
        switch (random.nextInt(6)) {
            case 0 -> metadata.suspend();
            case 1 -> metadata.loseNextReply();
            case 2 -> metadata.loseNextRequest();
            case 3 -> metadata.holdReplies();
            case 4 -> metadata.loseReplies();
            default -> world.loop.pause(Duration.ofSeconds(random.nextInt(30)));
        }
    }

    private void calm() {
        world.ledgers.faults().keepUnconfirmed(0);
        world.ledgers.faults().writableBookies(3);
        world.ledgers.faults().releaseAcks();
        owners.forEach(owner -> {
            owner.metadata.resume();
            owner.metadata.releaseReplies();
        });
        world.loop.runFor(Duration.ofSeconds(5));
    }
}
