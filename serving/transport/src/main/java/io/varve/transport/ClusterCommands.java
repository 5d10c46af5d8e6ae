/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.MessageLite;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.GroupPlacement;
import io.varve.cluster.ProducerIds;
import io.varve.cluster.ShardSet;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.GroupOwner;
import io.varve.protocol.wire.InitProducer;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.ListShards;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.ProducerIdentity;
import io.varve.protocol.wire.ShardList;
import io.varve.protocol.wire.ShardOwner;
import io.varve.shard.loop.Completions;
import java.util.concurrent.CompletableFuture;

/** What any broker can answer: who is there, where groups are, new producer ids. */
final class ClusterCommands {
    private final BrokerIdentity identity;
    private final BrokerRegistry brokers;
    private final GroupPlacement groups;
    private final ProducerIds producerIds;
    private final Redirects redirects;
    private final ClusterReader cluster;

    ClusterCommands(
            BrokerIdentity identity,
            BrokerRegistry brokers,
            GroupPlacement groups,
            ProducerIds producerIds,
            Redirects redirects,
            ClusterReader cluster) {
        this.identity = identity;
        this.brokers = brokers;
        this.groups = groups;
        this.producerIds = producerIds;
        this.redirects = redirects;
        this.cluster = cluster;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.PING, (Request<Ping, Pong> request) -> request.done(Pong.getDefaultInstance()));
        table.on(CommandType.LIST_BROKERS, this::listBrokers);
        table.on(CommandType.LIST_SHARDS, this::listShards);
        table.on(CommandType.FIND_GROUP, this::findGroup);
        table.on(CommandType.INIT_PRODUCER, this::initProducer);
    }

    private void listBrokers(Request<ListBrokers, BrokerList> request) {
        BrokerList.Builder list = BrokerList.newBuilder().setClusterId(identity.clusterId());
        brokers.live().values().forEach(broker -> list.addBrokers(Redirects.address(broker)));
        request.done(list.build());
    }

    private void listShards(Request<ListShards, ShardList> request) {
        answer(request, cluster.get().thenApply(node -> {
            ShardList.Builder list = ShardList.newBuilder();
            for (ShardSet set : node.shardSets()) {
                for (int shard : set.shards()) {
                    ShardOwner.Builder owner =
                            ShardOwner.newBuilder().setShard(shard).setShardSet(set.name());
                    redirects.ownerOf(shard).ifPresent(owner::setOwner);
                    list.addShards(owner);
                }
            }
            return list.build();
        }));
    }

    private void findGroup(Request<FindGroup, GroupOwner> request) {
        GroupName name = GroupName.parse(request.command().getGroup());
        answer(request, groups.shardOf(name).thenApply(shard -> {
            GroupOwner.Builder owner = GroupOwner.newBuilder().setShard(shard);
            redirects.ownerOf(shard).ifPresent(owner::setOwner);
            return owner.build();
        }));
    }

    private void initProducer(Request<InitProducer, ProducerIdentity> request) {
        answer(request, producerIds.next().thenApply(id -> ProducerIdentity.newBuilder()
                .setProducerId(id)
                .build()));
    }

    /** Answers a request with the outcome of a future, on whatever thread that is known. */
    static <A extends MessageLite> void answer(Request<?, A> request, CompletableFuture<A> outcome) {
        Completions.whenDone(outcome, (answer, failure) -> {
            if (failure == null) {
                request.done(answer);
            } else {
                request.failedBy(failure);
            }
        });
    }
}
