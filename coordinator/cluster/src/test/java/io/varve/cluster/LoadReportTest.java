/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final long MB = 1_000_000;

    private static LoadReport report(Map<Integer, Long> bytesPerSecond) {
        return new LoadReport(12, new TreeMap<>(bytesPerSecond));
    }

    private static SortedMap<Integer, Long> shards(int count, long each) {
        SortedMap<Integer, Long> rates = new TreeMap<>();
        IntStream.range(0, count).forEach(shard -> rates.put(shard, each));
        return rates;
    }

    @Test
    void otherShardsAreNews() {
        assertThat(report(Map.of(1, 0L)).isNewsAfter(report(Map.of()))).isTrue();
        assertThat(report(Map.of(1, 0L)).isNewsAfter(report(Map.of(2, 0L)))).isTrue();
        assertThat(report(Map.of()).isNewsAfter(report(Map.of(1, 0L)))).isTrue();
        assertThat(report(Map.of(1, 0L)).isNewsAfter(report(Map.of(1, 0L)))).isFalse();
    }

    @Test
    void aShardThatChangedByAQuarterOfTheBusiestIsNews() {
        LoadReport before = report(Map.of(1, 20 * MB, 2, 20 * MB, 3, 20 * MB));
        assertThat(report(Map.of(1, 16 * MB, 2, 24 * MB, 3, 20 * MB)).isNewsAfter(before))
                .isFalse();
        assertThat(report(Map.of(1, 14 * MB, 2, 26 * MB, 3, 20 * MB)).isNewsAfter(before))
                .as("6 of 26")
                .isFalse();
        assertThat(report(Map.of(1, 12 * MB, 2, 28 * MB, 3, 20 * MB)).isNewsAfter(before))
                .as("8 of 28")
                .isTrue();
    }

    @Test
    void manyShardsThatChangedALittleAreNewsTogether() {
        LoadReport before = report(shards(100, 10 * MB));
        assertThat(report(shards(100, 11 * MB)).isNewsAfter(before)).isFalse();
        assertThat(report(shards(100, 12 * MB)).isNewsAfter(before)).isTrue();
    }

    @Test
    void littleIsNeverNews() {
        LoadReport nothing = report(Map.of(1, 0L, 2, 0L));
        assertThat(report(Map.of(1, 260_000L, 2, 0L)).isNewsAfter(nothing)).isFalse();
        assertThat(report(Map.of(1, 270_000L, 2, 0L)).isNewsAfter(nothing)).isTrue();
    }

    @Test
    void aReportHasABoundAndNoNegativeNumbers() {
        assertThat(LoadReport.JSON.encode(report(shards(LoadReport.MOST_SHARDS, 990_000_000_000L))))
                .hasSizeLessThan(32 << 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report(shards(LoadReport.MOST_SHARDS + 1, 0)))
                .withMessage("a load report has 1025 shards, allowed are 1024 at most");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report(Map.of(7, -1L)))
                .withMessageContaining("-1 bytes/s of shard 7");
        assertThatIllegalArgumentException().isThrownBy(() -> new LoadReport(0, new TreeMap<>()));
    }
}
