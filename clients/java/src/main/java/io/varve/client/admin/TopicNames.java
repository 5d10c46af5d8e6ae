/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.protocol.name.TopicName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The short names of topics of which a group has only the ids. */
final class TopicNames {
    private final Cluster cluster;

    TopicNames(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The names of the topics that still are; the others are left out.
     *
     * @param likely full names that are probably theirs; only if they aren't, all topics are listed
     */
    CompletableFuture<Map<UUID, String>> of(Set<UUID> ids, Collection<String> likely) {
        List<CompletableFuture<@Nullable TopicSummary>> looks = new ArrayList<>();
        for (String name : likely) {
            looks.add(cluster.topics()
                    .lookUp(TopicName.parse(name))
                    .handle((view, missing) -> view == null ? null : WireTopics.summary(view.info())));
        }
        return Gather.all(looks).thenCompose(found -> {
            Map<UUID, String> names = new HashMap<>();
            for (TopicSummary topic : found) {
                if (topic != null) {
                    names.put(topic.id(), topic.name());
                }
            }
            return names.keySet().containsAll(ids) ? CompletableFuture.completedFuture(names) : all();
        });
    }

    private CompletableFuture<Map<UUID, String>> all() {
        TopicCommands topics = new TopicCommands(cluster);
        return new NamespaceCommands(cluster, new GroupCommands(cluster))
                .list("")
                .thenCompose(namespaces -> Gather.all(namespaces.stream()
                        .map(namespace -> topics.list(namespace.name() + "/"))
                        .toList()))
                .thenApply(lists -> {
                    Map<UUID, String> names = new HashMap<>();
                    lists.forEach(list -> list.forEach(topic -> names.put(topic.id(), topic.name())));
                    return names;
                });
    }
}
