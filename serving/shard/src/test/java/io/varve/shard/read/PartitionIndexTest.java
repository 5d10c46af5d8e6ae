/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionIndexTest {
    @Test
    void anEmptyIndexKnowsNoOffset() {
        assertThat(new PartitionIndex().firstOffset()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void offsetsBeforeItsBeginningAreRefused() {
        PartitionIndex index = new PartitionIndex();
        index.add(10, 1, 0, 100);

        assertThatThrownBy(() -> index.floor(9)).hasMessageContaining("begins at 10");
    }

    @Test
    void everyBatchIsFoundBetweenAPointAndTheNext() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            PartitionIndex index = new PartitionIndex();
            long[] ledgerOf = new long[500];
            long[] entryOf = new long[500];
            long ledger = 1;
            long entry = 0;
            for (int batch = 0; batch < 500; batch++) {
                if (random.nextInt(50) == 0) {
                    ledger++;
                    entry = 0;
                } else {
                    entry += random.nextInt(4);
                }
                ledgerOf[batch] = ledger;
                entryOf[batch] = entry;
                index.add(batch * 10L, ledger, entry, 1 + random.nextInt(40_000));
            }
            for (int batch = 0; batch < 500; batch++) {
                int point = index.floor(batch * 10L + random.nextInt(10));
                assertThat(index.ledger(point))
                        .as("seed %d batch %d", seed, batch)
                        .isEqualTo(ledgerOf[batch]);
                assertThat(entryOf[batch])
                        .as("seed %d batch %d", seed, batch)
                        .isBetween(index.entry(point), index.lastEntryBefore(point + 1, Long.MAX_VALUE));
            }
        }
    }

    @Test
    void forgetsDroppedLedgersAndTakesOlderPartsInFront() {
        PartitionIndex newer = new PartitionIndex();
        newer.add(20, 2, 0, 100);
        PartitionIndex older = new PartitionIndex();
        older.add(10, 1, 0, 100);

        newer.prepend(older);
        assertThat(newer.firstOffset()).isEqualTo(10);

        newer.dropLedger(1);
        assertThat(newer.firstOffset()).isEqualTo(20);
    }
}
