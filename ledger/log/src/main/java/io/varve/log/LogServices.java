/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBufAllocator;
import io.varve.metadata.MetadataStore;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a shard's log stands on. Nothing of it is closed with the log.
 *
 * @param loop the one thread that calls the log and that the log calls back on
 * @param clock wall clock, for append times and ages
 * @param ledgers where entries are stored
 * @param metadata where the shard's node is
 * @param allocator for entries
 * @param random for jitter and for the name of a claim; used on the loop only
 */
public record LogServices(
        Loop loop,
        InstantSource clock,
        LedgerStore ledgers,
        MetadataStore metadata,
        ByteBufAllocator allocator,
        RandomGenerator random) {}
