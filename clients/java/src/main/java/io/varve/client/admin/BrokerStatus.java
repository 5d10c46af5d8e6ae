/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A broker and its part of the shards.
 *
 * @param id its name in the cluster
 * @param address where it listens; empty if it isn't there
 * @param pool the pool that it is in; empty if it isn't there
 * @param drainingSince since when it is to own nothing; empty if it may
 * @param assignedShards shards that it should own
 * @param servedShards shards that it serves
 * @param loadBytesPerSecond what is appended to and read from the shards that it should own, as was reported last; empty when
 *     nothing is known of any
 */
public record BrokerStatus(
        String id,
        Optional<Broker> address,
        String pool,
        Optional<Instant> drainingSince,
        int assignedShards,
        int servedShards,
        OptionalLong loadBytesPerSecond) {}
