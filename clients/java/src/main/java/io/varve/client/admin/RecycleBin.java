/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.Repeat;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.DeletedTopicList;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.ListDeletedTopics;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.TopicInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Deleted topics that are kept for a while. */
final class RecycleBin {
    private final Cluster cluster;

    RecycleBin(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<List<DeletedTopic>> list() {
        return cluster.ask(
                        CommandType.LIST_DELETED_TOPICS,
                        ListDeletedTopics.getDefaultInstance(),
                        DeletedTopicList.class,
                        Repeat.ALWAYS)
                .thenApply(answer ->
                        answer.getTopicsList().stream().map(WireTopics::deleted).toList());
    }

    CompletableFuture<TopicSummary> restore(String nameOrId, Optional<String> as) {
        return TopicCommands.checked(() -> {
            String newName = as.map(name -> TopicName.parse(name).toString()).orElse("");
            CompletableFuture<UUID> found = id(nameOrId)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> find(nameOrId).thenApply(DeletedTopic::id));
            return found.thenCompose(id -> {
                RestoreTopic command = RestoreTopic.newBuilder()
                        .setTopicId(TopicIds.toBytes(id))
                        .setAs(newName)
                        .build();
                // Who restores what is restored finds it so.
                return cluster.ask(CommandType.RESTORE_TOPIC, command, TopicInfo.class, Repeat.ALWAYS)
                        .thenApply(info -> {
                            cluster.topics().forget(TopicName.parse(info.getTopic()));
                            return WireTopics.summary(info);
                        });
            });
        });
    }

    CompletableFuture<DeletedTopic> purge(String nameOrId, boolean dryRun) {
        return TopicCommands.checked(() -> find(nameOrId).thenCompose(topic -> {
            DeletedTopic gone =
                    new DeletedTopic(topic.name(), topic.id(), topic.partitions(), topic.deleted(), topic.deleted());
            if (dryRun) {
                return CompletableFuture.completedFuture(gone);
            }
            PurgeTopic command = PurgeTopic.newBuilder()
                    .setTopicId(TopicIds.toBytes(topic.id()))
                    .build();
            return cluster.ask(CommandType.PURGE_TOPIC, command, Done.class, Repeat.IF_NOT_APPLIED)
                    .thenApply(done -> gone);
        }));
    }

    private CompletableFuture<DeletedTopic> find(String nameOrId) {
        Optional<UUID> id = id(nameOrId);
        String name = id.isPresent() ? nameOrId : TopicName.parse(nameOrId).shortName();
        return list().thenApply(kept -> {
            List<DeletedTopic> found = kept.stream()
                    .filter(topic -> id.map(topic.id()::equals)
                            .orElseGet(() -> topic.name().equals(name)))
                    .toList();
            if (found.isEmpty()) {
                throw new VarveException(ErrorCode.TOPIC_NOT_FOUND, "no deleted topic " + name + " is kept");
            }
            if (found.size() > 1) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        found.size() + " deleted topics were named " + name + ": say which one by its id, "
                                + found.stream().map(DeletedTopic::id).toList());
            }
            return found.get(0);
        });
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
