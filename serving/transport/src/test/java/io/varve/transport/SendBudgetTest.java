/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendBudgetTest {
    private static final long MIB = 1 << 20;
    private static final long LIMIT = 64 * MIB;
    private static final int LEAST = SendBudget.LEAST_BYTES;

    private final SendBudget budget = new SendBudget(LIMIT);
    private final AtomicInteger resumed = new AtomicInteger();
    private final SendBudget.Share share = budget.share(resumed::incrementAndGet);

    @Test
    void aConnectionAloneHasRoomForAllThatItNeeds() {
        assertThat(share.room()).isEqualTo(SendBudget.MOST_BYTES);
        assertThat(share.take(MIB)).isTrue();
        assertThat(share.room()).isEqualTo((int) (3 * MIB));
        assertThat(budget.heldBytes()).isEqualTo(MIB);
        share.give(MIB);
        assertThat(share.room()).isEqualTo(SendBudget.MOST_BYTES);
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aConnectionThatHoldsMostOfWhatItMayHasNoRoom() {
        assertThat(share.take(3 * MIB)).isTrue();
        assertThat(share.room()).isZero();
        share.give(MIB);
        assertThat(share.room()).isEqualTo((int) (2 * MIB));
    }

    @Test
    void theMoreAreSlowTheLessEachHolds() {
        for (int connections : new int[] {10, 100, 1000}) {
            Map<SendBudget.Share, Long> slow = new HashMap<>();
            for (int i = 0; i < connections; i++) {
                SendBudget.Share one = budget.share(() -> {});
                slow.put(one, fill(one));
            }
            assertThat(budget.heldBytes()).isBetween(LIMIT / 4, LIMIT * 3 / 4 + (long) connections * LEAST);
            assertThat(share.room()).isGreaterThanOrEqualTo(LEAST);
            slow.forEach(SendBudget.Share::give);
            assertThat(budget.heldBytes()).isZero();
        }
    }

    @Test
    void aConnectionThatHoldsNothingMayHaveALittleEvenIfAllIsUsedUp() {
        useUp();
        assertThat(share.take(LEAST)).isTrue();
        assertThat(share.take(1)).isFalse();
        share.give(LEAST);
        assertThat(share.room()).isEqualTo(LEAST);
    }

    @Test
    void aLargeBatchWaitsUntilThereIsRoom() {
        SendBudget.Share other = useUp();
        assertThat(share.take(MIB)).isFalse();
        share.await(MIB);
        assertThat(budget.waitingConnections()).isEqualTo(1);

        other.give(MIB - LEAST - 1);
        assertThat(resumed).hasValue(0);
        other.give(1);
        assertThat(resumed).hasValue(1);
        assertThat(budget.waitingConnections()).isZero();
        assertThat(share.take(MIB)).isTrue();
    }

    @Test
    void whoWaitedFirstGoesFirst() {
        SendBudget.Share other = useUp();
        AtomicInteger second = new AtomicInteger();
        SendBudget.Share behind = budget.share(second::incrementAndGet);
        share.await(2 * MIB);
        behind.await(MIB);

        other.give(MIB);
        assertThat(resumed).hasValue(0);
        assertThat(second).hasValue(0);
        other.give(MIB);
        assertThat(resumed).hasValue(1);
    }

    @Test
    void aConnectionThatHasSentAllTriesAgain() {
        useUp();
        assertThat(share.take(LEAST)).isTrue();
        assertThat(share.take(LEAST)).isFalse();
        share.await(LEAST);
        assertThat(resumed).hasValue(0);

        share.give(LEAST);
        assertThat(resumed).hasValue(1);
        assertThat(share.take(LEAST)).isTrue();
    }

    @Test
    void aClosedConnectionHoldsUpNobody() {
        SendBudget.Share other = useUp();
        AtomicInteger second = new AtomicInteger();
        SendBudget.Share behind = budget.share(second::incrementAndGet);
        share.await(8 * MIB);
        behind.await(MIB);
        other.give(MIB);

        share.close();

        assertThat(resumed).hasValue(0);
        assertThat(second).hasValue(1);
    }

    @Test
    void nothingIsLostBetweenThreads() {
        SplittableRandom random = new SplittableRandom(1);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        List<SendBudget.Share> shares = List.of(share, budget.share(() -> {}));
        for (int i = 0; i < 4; i++) {
            SplittableRandom own = random.split();
            SendBudget.Share one = shares.get(i % 2);
            threads.add(CompletableFuture.runAsync(() -> {
                for (int turn = 0; turn < 20_000; turn++) {
                    long bytes = 1 + own.nextLong(32 * MIB);
                    if (one.take(bytes)) {
                        one.give(bytes);
                    }
                }
            }));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(budget.heldBytes()).isZero();
        assertThat(share.take(LIMIT + LEAST)).isTrue();
    }

    /** Of another connection that holds all that the budget has. */
    private SendBudget.Share useUp() {
        SendBudget.Share other = budget.share(() -> {});
        assertThat(other.take(LIMIT + LEAST)).isTrue();
        return other;
    }

    /** Takes small batches until there is no room. */
    private static long fill(SendBudget.Share one) {
        long taken = 0;
        int room = one.room();
        while (room > 0) {
            int bytes = Math.min(room, LEAST);
            assertThat(one.take(bytes)).isTrue();
            taken += bytes;
            room = one.room();
        }
        return taken;
    }
}
