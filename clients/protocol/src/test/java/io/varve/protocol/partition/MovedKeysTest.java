/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovedKeysTest {
    @Test
    void theShareIsThatOfAllHashesInOneRound() {
        for (int before = 1; before <= 24; before++) {
            for (int after = before; after <= 24; after++) {
                int round = before * after;
                int from = before;
                int to = after;
                long moved = IntStream.range(0, round)
                        .filter(hash -> hash % from != hash % to)
                        .count();
                assertThat(MovedKeys.between(before, after).share())
                        .as(before + " to " + after)
                        .isEqualTo((double) moved / round);
            }
        }
    }

    @Test
    void theShareIsThatOfRealKeys() {
        int keys = 100_000;
        long moved = IntStream.range(0, keys)
                .mapToObj(i -> ("key-" + i).getBytes(StandardCharsets.UTF_8))
                .filter(key -> KeyPartitioner.partition(key, 4) != KeyPartitioner.partition(key, 6))
                .count();
        assertThat(MovedKeys.between(4, 6)).isEqualTo(new MovedKeys(2, 3));
        assertThat((double) moved / keys).isEqualTo(2.0 / 3, offset(0.01));
    }

    @Test
    void withoutAChangeNothingMoves() {
        assertThat(MovedKeys.between(7, 7)).isEqualTo(new MovedKeys(0, 1));
    }
}
