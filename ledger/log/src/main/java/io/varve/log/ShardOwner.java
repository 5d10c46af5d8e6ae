/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * Who claims a shard.
 *
 * @param brokerId the broker
 * @param incarnation of the broker's process: larger after each start
 */
public record ShardOwner(String brokerId, long incarnation) {
    @Override
    public String toString() {
        return brokerId + "#" + incarnation;
    }
}
