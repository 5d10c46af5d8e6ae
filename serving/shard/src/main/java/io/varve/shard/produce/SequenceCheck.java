/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.shard.state.ProducerState;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether a batch of an idempotent producer is the next one, one that is stored already, or a gap. The rules are Kafka's (KIP-98,
 * KIP-360): an unknown producer may start anywhere, a new epoch starts at 0.
 */
public final class SequenceCheck {
    private SequenceCheck() {}

    /**
     * Checks a batch against what its partition remembers.
     *
     * @param known the producer's state; null when the partition doesn't know it
     * @return the base offset under which the batch is stored already; empty when it is new and may be appended
     * @throws VarveException STALE_PRODUCER_EPOCH or OUT_OF_ORDER_SEQUENCE
     */
    public static OptionalLong check(
            @Nullable ProducerState known, long producerId, short epoch, int firstSequence, int records) {
        if (known == null) {
            return OptionalLong.empty();
        }
        if (epoch < known.epoch()) {
            throw new VarveException(
                    ErrorCode.STALE_PRODUCER_EPOCH,
                    "producer " + producerId + " sent epoch " + epoch + ", its present epoch is " + known.epoch());
        }
        if (epoch > known.epoch()) {
            if (firstSequence != 0) {
                throw outOfOrder(producerId, firstSequence, 0);
            }
            return OptionalLong.empty();
        }
        if (firstSequence == known.nextSequence()) {
            return OptionalLong.empty();
        }
        OptionalLong stored = known.remembered(firstSequence, ProducerState.increment(firstSequence, records - 1));
        if (stored.isEmpty()) {
            throw outOfOrder(producerId, firstSequence, known.nextSequence());
        }
        return stored;
    }

    private static VarveException outOfOrder(long producerId, int found, int expected) {
        return new VarveException(
                ErrorCode.OUT_OF_ORDER_SEQUENCE,
                "producer " + producerId + " sent sequence " + found + ", expected " + expected);
    }
}
