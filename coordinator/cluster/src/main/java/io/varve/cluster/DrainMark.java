/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * Says that a broker should own nothing. It stands until somebody takes it back, also while the broker starts again: whoever
 * looks after a machine decides when it may serve, not the process.
 *
 * @param sinceMs when the mark was made, in ms since the epoch
 */
record DrainMark(long sinceMs) {
    static final NodeJson<DrainMark> JSON = new NodeJson<>(DrainMark.class, 1);
}
