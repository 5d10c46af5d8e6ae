/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private static final long SECOND = 1_000_000_000L;

    private final LoadMeter meter = new LoadMeter(Duration.ofSeconds(30));
    private final Map<Integer, Long> bytes = new TreeMap<>();
    private long nanos = 7;

    /** Shard 3 takes as much for some seconds. */
    private void pass(int seconds, long bytesPerSecond) {
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            bytes.merge(3, bytesPerSecond, Long::sum);
            meter.sample(bytes, nanos);
        }
    }

    private void begin() {
        bytes.put(3, 0L);
        meter.sample(bytes, nanos);
    }

    @Test
    void aShardHasARateWhenItWasMeasuredForLongEnough() {
        begin();
        pass(29, 1_000_000);
        assertThat(meter.rates()).isEmpty();
        pass(1, 1_000_000);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 1_000_000L));
    }

    @Test
    void whatPassedBeforeDoesNotCount() {
        bytes.put(3, 1L << 40);
        meter.sample(bytes, nanos);
        pass(30, 5_000);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 5_000L));
    }

    @Test
    void aShardWithoutTrafficIsKnownToHaveNone() {
        begin();
        pass(30, 0);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 0L));
    }

    @Test
    void aRateFollowsWithinMinutes() {
        begin();
        pass(120, 1_000_000);
        pass(60, 5_000_000);
        assertThat(meter.rates().get(3)).isBetween(3_000_000L, 4_000_000L);
        pass(300, 5_000_000);
        assertThat(meter.rates().get(3)).isBetween(4_900_000L, 5_000_000L);
        pass(1_200, 0);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 0L));
    }

    @Test
    void aBurstMovesItLittle() {
        begin();
        pass(120, 1_000_000);
        pass(5, 10_000_000);
        assertThat(meter.rates().get(3)).isLessThan(1_800_000);
    }

    @Test
    void aLongPauseIsOneSample() {
        begin();
        pass(60, 1_000_000);
        nanos += 600 * SECOND;
        bytes.merge(3, 600L * 2_000_000, Long::sum);
        meter.sample(bytes, nanos);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 2_000_000L));
    }

    @Test
    void ratesHaveTwoDigits() {
        begin();
        pass(30, 1_249);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 1_200L));
        bytes.put(4, 0L);
        meter.sample(bytes, nanos);
        for (int i = 0; i < 30; i++) {
            nanos += SECOND;
            bytes.merge(4, 9_951L, Long::sum);
            meter.sample(bytes, nanos);
        }
        assertThat(meter.rates()).containsEntry(4, 10_000L);
    }

    @Test
    void aShardThatLeftKeepsItsRateUntilItsNextOwnerHasMeasuredIt() {
        begin();
        pass(60, 1_000_000);
        bytes.clear();
        for (int i = 0; i < 120; i++) {
            nanos += SECOND;
            meter.sample(bytes, nanos);
            assertThat(meter.rates()).isEqualTo(Map.of(3, 1_000_000L));
        }
        nanos += SECOND;
        meter.sample(bytes, nanos);
        assertThat(meter.rates()).isEmpty();
    }

    @Test
    void aShardThatWasHardlyHereLeavesNothingBehind() {
        begin();
        pass(10, 1_000_000);
        bytes.clear();
        nanos += SECOND;
        meter.sample(bytes, nanos);
        bytes.put(3, 0L);
        meter.sample(bytes, nanos + SECOND);
        nanos += SECOND;
        pass(29, 1_000_000);
        assertThat(meter.rates()).isEmpty();
    }

    @Test
    void aShardThatComesBackGoesOnFromItsOldRate() {
        begin();
        pass(60, 1_000_000);
        bytes.clear();
        nanos += SECOND;
        meter.sample(bytes, nanos);
        bytes.put(3, 500L);
        nanos += 10 * SECOND;
        meter.sample(bytes, nanos);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 1_000_000L));
        pass(30, 1_000_000);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 1_000_000L));
    }

    @Test
    void aCounterThatBeganAnewIsNoNegativeRate() {
        begin();
        pass(60, 1_000_000);
        bytes.put(3, 0L);
        nanos += SECOND;
        meter.sample(bytes, nanos);
        assertThat(meter.rates()).isEqualTo(Map.of(3, 1_000_000L));
    }

    @Test
    void theBusiestShardsAreTheOnesThatCount() {
        for (int second = 0; second <= 30; second++) {
            for (int shard = 0; shard < LoadReport.MOST_SHARDS + 100; shard++) {
                bytes.put(shard, (long) second * (shard + 1) * 1000);
            }
            meter.sample(bytes, nanos + second * SECOND);
        }
        assertThat(meter.rates())
                .hasSize(LoadReport.MOST_SHARDS)
                .doesNotContainKey(99)
                .containsKey(100);
    }
}
