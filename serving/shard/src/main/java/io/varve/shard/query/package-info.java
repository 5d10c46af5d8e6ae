/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What can be asked of the partitions of a shard. */
package io.varve.shard.query;
