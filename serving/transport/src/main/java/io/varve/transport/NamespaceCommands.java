/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.ClusterReader;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.NamespaceName;
import io.varve.cluster.NamespaceRecord;
import io.varve.cluster.Namespaces;
import io.varve.cluster.TopicCatalogue;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.CreateNamespace;
import io.varve.protocol.wire.DeleteNamespace;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.ListNamespaces;
import io.varve.protocol.wire.NamespaceInfo;
import io.varve.protocol.wire.NamespaceList;
import java.time.Clock;
import java.util.Optional;

/** The namespaces, which any broker serves. */
final class NamespaceCommands {
    private final Namespaces namespaces;
    private final ClusterReader cluster;
    private final TopicCatalogue topics;
    private final DeletedTopics deleted;

    NamespaceCommands(Namespaces namespaces, ClusterReader cluster, TopicCatalogue topics, DeletedTopics deleted) {
        this.namespaces = namespaces;
        this.cluster = cluster;
        this.topics = topics;
        this.deleted = deleted;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.CREATE_NAMESPACE, this::create);
        table.on(CommandType.LIST_NAMESPACES, this::list);
        table.on(CommandType.DELETE_NAMESPACE, this::delete);
    }

    private void create(Request<CreateNamespace, NamespaceInfo> request) {
        NamespaceName name = parse(request.command().getNamespace());
        ClusterCommands.answer(
                request, namespaces.create(name, cluster, Clock.systemUTC()).thenApply(NamespaceCommands::toInfo));
    }

    private void list(Request<ListNamespaces, NamespaceList> request) {
        String tenant = request.command().getTenant();
        ClusterCommands.answer(
                request,
                namespaces
                        .list(tenant.isEmpty() ? Optional.empty() : Optional.of(tenant))
                        .thenApply(found -> NamespaceList.newBuilder()
                                .addAllNamespaces(found.stream()
                                        .map(NamespaceCommands::toInfo)
                                        .toList())
                                .build()));
    }

    private void delete(Request<DeleteNamespace, Done> request) {
        NamespaceName name = parse(request.command().getNamespace());
        ClusterCommands.answer(
                request,
                namespaces
                        .delete(name, topics, deleted, request.command().getDryRun())
                        .thenApply(done -> Done.getDefaultInstance()));
    }

    private static NamespaceName parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new VarveException(ErrorCode.INVALID_NAME, "namespace '" + text + "' is not `tenant/namespace`");
        }
        NamespaceName name = new NamespaceName(parts[0], parts[1]);
        // The same names are kept for the broker as among topics.
        name.topic("any").requireUnreserved();
        return name;
    }

    private static NamespaceInfo toInfo(NamespaceRecord namespace) {
        return NamespaceInfo.newBuilder()
                .setNamespace(namespace.name().toString())
                .setCreatedMs(namespace.createdMs())
                .setShardSet(namespace.shardSet())
                .build();
    }
}
