/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.Optional;

/**
 * A shard and who serves it.
 *
 * @param shard its number
 * @param shardSet the set that it is in
 * @param owner empty while no broker owns it
 */
public record ShardDescription(int shard, String shardSet, Optional<Broker> owner) {}
