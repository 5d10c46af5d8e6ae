/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

/** Producer states for tests. */
public final class ProducerStates {
    private ProducerStates() {}

    /** After one batch. */
    public static ProducerState after(short epoch, int firstSequence, int records, long baseOffset) {
        ProducerState state = new ProducerState(epoch);
        state.append(epoch, firstSequence, records, baseOffset, 1);
        return state;
    }

    /** After batches of one record each, with sequence and offset counted from 0. */
    public static ProducerState afterBatches(short epoch, int batches) {
        ProducerState state = new ProducerState(epoch);
        for (int i = 0; i < batches; i++) {
            state.append(epoch, i, 1, i, 1);
        }
        return state;
    }
}
