/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.TestOwner.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How many copies a log's ledgers have while bookies are away, hang, and come back. */
class CopiesTest {
    private final World world = new World();

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void writesGoOnWithTwoCopiesAndReturnToThree() {
        world.ledgers.faults().writableBookies(2);
        TestOwner owner = world.owner("a");
        owner.append("0");
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.confirmed).containsExactly(0L);
        assertThat(owner.log().segments().get(0).quorum()).isEqualTo(Quorum.TWO);
        assertThat(owner.log().missingCopies()).isOne();
        world.ledgers.faults().writableBookies(3);
        for (int i = 1; i < 40; i++) {
            owner.append("" + i);
            world.loop.runFor(Duration.ofSeconds(5));
        }
        assertThat(owner.confirmed).isEqualTo(upTo(40));
        List<Segment> segments = owner.log().segments();
        assertThat(segments.get(segments.size() - 1).quorum()).isEqualTo(Quorum.THREE);
        assertThat(owner.log().missingCopies()).isZero();
    }

    @Test
    void aLedgerThatLostABookieIsLeft() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().writableBookies(2);
        for (int i = 1; i < 6; i++) {
            owner.append("" + i);
            world.loop.runFor(Duration.ofSeconds(4));
        }
        List<Segment> segments = owner.log().segments();
        assertThat(segments).hasSize(2);
        assertThat(segments.get(0).hole()).isTrue();
        assertThat(segments.get(1).quorum()).isEqualTo(Quorum.TWO);
        assertThat(owner.confirmed).isEqualTo(upTo(6));
    }

    @Test
    void aLedgerThatLostABookieIsLeftAlthoughTheClockIsSetBack() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.clockStep = Duration.ofHours(-1);
        world.ledgers.faults().writableBookies(2);
        for (int i = 1; i < 6; i++) {
            owner.append("" + i);
            world.loop.runFor(Duration.ofSeconds(4));
        }
        assertThat(owner.log().segments()).extracting(Segment::quorum).containsExactly(Quorum.THREE, Quorum.TWO);
        world.ledgers.faults().writableBookies(3);
        for (int i = 6; i < 46; i++) {
            owner.append("" + i);
            world.loop.runFor(Duration.ofSeconds(5));
        }
        assertThat(owner.log().missingCopies()).isZero();
        assertThat(owner.confirmed).isEqualTo(upTo(46));
    }

    @Test
    void aBookieThatDoesNotAnswerGetsNoNewLedger() {
        TestOwner owner = world.owner("a");
        world.ledgers.faults().suspectBookies(1);
        for (int i = 0; i < 10; i++) {
            owner.append("" + i);
            world.loop.runFor(Duration.ofSeconds(4));
        }
        assertThat(owner.log().segments()).extracting(Segment::quorum).containsExactly(Quorum.TWO);
        assertThat(owner.log().missingCopies()).isOne();
        assertThat(owner.confirmed).isEqualTo(upTo(10));
    }

    @Test
    void whenNoBookieAnswersALedgerHasAsManyAsItShould() {
        TestOwner owner = world.owner("a");
        world.ledgers.faults().suspectBookies(3);
        owner.appendAndRun("0");
        assertThat(owner.log().segments()).extracting(Segment::quorum).containsExactly(Quorum.THREE);
        assertThat(owner.confirmed).isEqualTo(upTo(1));
    }

    @Test
    void aLedgerThatLostABookieLacksACopyUntilItIsLeft() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        assertThat(owner.log().missingCopies()).isZero();
        world.ledgers.faults().writableBookies(2);
        owner.appendAndRun("1");
        assertThat(owner.log().segments()).hasSize(1);
        assertThat(owner.log().missingCopies()).isOne();
    }
}
