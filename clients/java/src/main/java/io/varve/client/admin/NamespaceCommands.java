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
import io.varve.protocol.wire.CreateNamespace;
import io.varve.protocol.wire.DeleteNamespace;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.ListNamespaces;
import io.varve.protocol.wire.NamespaceInfo;
import io.varve.protocol.wire.NamespaceList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Namespaces. */
final class NamespaceCommands {
    private final Cluster cluster;
    private final GroupCommands groups;

    NamespaceCommands(Cluster cluster, GroupCommands groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    CompletableFuture<Namespace> create(String name) {
        return cluster.ask(
                        CommandType.CREATE_NAMESPACE,
                        CreateNamespace.newBuilder().setNamespace(name).build(),
                        NamespaceInfo.class,
                        Repeat.IF_NOT_APPLIED)
                .thenApply(NamespaceCommands::namespace);
    }

    CompletableFuture<List<Namespace>> list(String tenant) {
        return cluster.ask(
                        CommandType.LIST_NAMESPACES,
                        ListNamespaces.newBuilder().setTenant(tenant).build(),
                        NamespaceList.class,
                        Repeat.ALWAYS)
                .thenApply(list -> list.getNamespacesList().stream()
                        .map(NamespaceCommands::namespace)
                        .toList());
    }

    CompletableFuture<Namespace> describe(String name) {
        int slash = name.indexOf('/');
        if (slash < 1) {
            return CompletableFuture.failedFuture(
                    new VarveException(ErrorCode.INVALID_NAME, "namespace '" + name + "' is not `tenant/namespace`"));
        }
        return list(name.substring(0, slash)).thenApply(all -> all.stream()
                .filter(namespace -> namespace.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new VarveException(ErrorCode.NAMESPACE_NOT_FOUND, "namespace " + name + " doesn't exist")));
    }

    /** Groups are known to their owners only, so they are looked for from here. */
    CompletableFuture<Void> delete(String name, boolean dryRun) {
        return groups.list("").thenCompose(all -> {
            all.stream()
                    .filter(group -> group.name().startsWith(name + "/"))
                    .findFirst()
                    .ifPresent(group -> {
                        throw new VarveException(
                                ErrorCode.INVALID_ARGUMENT, "namespace " + name + " has group " + group.name());
                    });
            return cluster.ask(
                            CommandType.DELETE_NAMESPACE,
                            DeleteNamespace.newBuilder()
                                    .setNamespace(name)
                                    .setDryRun(dryRun)
                                    .build(),
                            Done.class,
                            Repeat.IF_NOT_APPLIED)
                    .thenAccept(done -> {});
        });
    }

    private static Namespace namespace(NamespaceInfo info) {
        return new Namespace(info.getNamespace(), WireTopics.time(info.getCreatedMs()), info.getShardSet());
    }
}
