/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.IdHash;
import io.varve.protocol.error.StoreException;
import org.junit.jupiter.api.Test;

class DedupSectionTest {
    private static IdHash id(int i) {
        // Every fourth begins at the same place of the table.
        return new IdHash(i, i / 4);
    }

    private static DedupSection full() {
        DedupSection section = new DedupSection();
        for (int i = 0; i < DedupSection.MAX_IDS; i++) {
            section.add(id(i), i, 1_000 + i, 50 + i);
        }
        return section;
    }

    @Test
    void findsEachIdAndNoOtherAlsoAfterItsImageWasRead() {
        ByteBuf image = Unpooled.buffer();
        full().encode(image);
        assertThat(image.readableBytes())
                .isEqualTo(21 + DedupSection.MAX_IDS * 24)
                .isLessThan(1 << 20);

        DedupSection section = DedupSection.decode(image.duplicate());
        for (int i = 0; i < DedupSection.MAX_IDS; i++) {
            assertThat(section.offset(id(i))).hasValue(1_000 + i);
        }
        assertThat(section.offset(new IdHash(-1, 3))).isEmpty();
        assertThat(section.firstAppendMs()).isEqualTo(50);
        assertThat(section.lastAppendMs()).isEqualTo(50 + DedupSection.MAX_IDS - 1);
        ByteBuf again = Unpooled.buffer();
        section.encode(again);
        assertThat(again).isEqualTo(image);
    }

    @Test
    void itsMemoryGrowsAsItSaysBeforehand() {
        DedupSection section = new DedupSection();
        assertThat(section.bytes()).isEqualTo(DedupSection.LEAST_BYTES);
        for (int i = 0; i < 1_000; i++) {
            long expected = section.bytes() + section.growthBytes();
            section.add(id(i), i, i, i);
            assertThat(section.bytes()).isEqualTo(expected);
        }
        assertThat(section.bytes()).isBetween(1_000L * 32, 1_000L * 64);
    }

    @Test
    void aLogThatGoesOnBeyondTheBoundOrElsewhereIsDamaged() {
        assertThatThrownBy(() -> full().add(id(-1), DedupSection.MAX_IDS, 0, 0))
                .isInstanceOf(StoreException.Damaged.class);
        assertThatThrownBy(() -> new DedupSection().add(id(1), 1, 0, 0)).isInstanceOf(StoreException.Damaged.class);
    }
}
