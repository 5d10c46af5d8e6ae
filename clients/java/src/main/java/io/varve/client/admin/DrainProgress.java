/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

/**
 * How far a broker is on its way out of the cluster.
 *
 * @param brokerId the broker
 * @param isDraining whether it is to own nothing
 * @param shardsLeft shards that stopping it would interrupt
 */
public record DrainProgress(String brokerId, boolean isDraining, int shardsLeft) {
    /** Whether it can be stopped without interrupting anybody. */
    public boolean isSafeToStop() {
        return isDraining && shardsLeft == 0;
    }
}
