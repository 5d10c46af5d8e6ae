/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.cluster.TopicRecord;
import io.varve.log.LogServices;
import io.varve.objects.ObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.group.TopicLookup;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadMemory;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a shard stands on. Nothing of it is closed with the shard.
 *
 * @param log loop, clock, ledgers, metadata, allocator, random numbers
 * @param memory of the loop, for what is read of the log
 * @param objects where segments go
 * @param cold reads them back
 * @param topicByName the catalogue, by full name
 * @param topicById the catalogue, by id; empty when the topic is gone
 * @param tierer copies segments into objects
 * @param backoff pauses between tries to tier
 * @param messageIds memory for what all shards of the broker remember
 * @param replay what all shards of the broker would have others replay
 */
public record ShardServices(
        LogServices log,
        ReadMemory memory,
        ObjectStore objects,
        ColdReader cold,
        TopicLookup topicByName,
        Function<UUID, CompletableFuture<Optional<TopicRecord>>> topicById,
        Tierer tierer,
        Backoff backoff,
        MessageIdMemory messageIds,
        ReplayBudget replay) {}
