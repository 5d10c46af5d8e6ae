/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.UUID;

/**
 * A partition that was moved out of the shard that its mapping row gives.
 *
 * @param shard the shard that holds it now
 * @param moveId identity of the move, the same in the records of both shards
 */
public record PartitionOverride(int shard, UUID moveId) {}
