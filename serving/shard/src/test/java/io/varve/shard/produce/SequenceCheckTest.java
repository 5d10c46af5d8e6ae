/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.shard.state.ProducerState;
import io.varve.shard.state.ProducerStates;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private static final long PRODUCER = 7;

    @Test
    void anUnknownProducerMayStartAnywhere() {
        assertThat(SequenceCheck.check(null, PRODUCER, (short) 0, 42, 1)).isEmpty();
    }

    @Test
    void theNextSequenceIsNew() {
        ProducerState state = ProducerStates.after((short) 0, 0, 10, 100);

        assertThat(SequenceCheck.check(state, PRODUCER, (short) 0, 10, 5)).isEmpty();
    }

    @Test
    void aRememberedBatchIsAnsweredWithItsOffset() {
        ProducerState state = ProducerStates.after((short) 0, 0, 10, 100);

        assertThat(SequenceCheck.check(state, PRODUCER, (short) 0, 0, 10)).isEqualTo(OptionalLong.of(100));
    }

    @Test
    void aGapIsOutOfOrder() {
        ProducerState state = ProducerStates.after((short) 0, 0, 10, 100);

        assertCode(ErrorCode.OUT_OF_ORDER_SEQUENCE, state, (short) 0, 11, 1);
    }

    @Test
    void aBatchOlderThanTheLastFiveIsOutOfOrder() {
        ProducerState state = ProducerStates.afterBatches((short) 0, 6);

        assertCode(ErrorCode.OUT_OF_ORDER_SEQUENCE, state, (short) 0, 0, 1);
        assertThat(SequenceCheck.check(state, PRODUCER, (short) 0, 1, 1)).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void aBatchThatOverlapsARememberedOneIsOutOfOrder() {
        ProducerState state = ProducerStates.after((short) 0, 0, 10, 100);

        assertCode(ErrorCode.OUT_OF_ORDER_SEQUENCE, state, (short) 0, 0, 11);
    }

    @Test
    void anOlderEpochIsStale() {
        ProducerState state = ProducerStates.after((short) 3, 0, 10, 100);

        assertCode(ErrorCode.STALE_PRODUCER_EPOCH, state, (short) 2, 10, 1);
    }

    @Test
    void aNewEpochStartsAtZero() {
        ProducerState state = ProducerStates.after((short) 3, 0, 10, 100);

        assertThat(SequenceCheck.check(state, PRODUCER, (short) 4, 0, 1)).isEmpty();
        assertCode(ErrorCode.OUT_OF_ORDER_SEQUENCE, state, (short) 4, 10, 1);
    }

    @Test
    void sequencesWrapToZero() {
        ProducerState state = ProducerStates.after((short) 0, Integer.MAX_VALUE - 1, 2, 100);

        assertThat(state.nextSequence()).isZero();
        assertThat(SequenceCheck.check(state, PRODUCER, (short) 0, 0, 3)).isEmpty();
    }

    private static void assertCode(ErrorCode code, ProducerState state, short epoch, int firstSequence, int records) {
        assertThatThrownBy(() -> SequenceCheck.check(state, PRODUCER, epoch, firstSequence, records))
                .isInstanceOfSatisfying(
                        VarveException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
