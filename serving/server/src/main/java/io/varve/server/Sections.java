/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.BalanceConfig;
import io.varve.http.HttpConfig;
import io.varve.log.ShardLogConfig;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.server.config.Section;
import io.varve.shard.core.Upkeep;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.tier.TieringPolicy;
import io.varve.tiering.TiererConfig;
import io.varve.transport.TransportConfig;
import io.varve.zookeeper.ZooKeeperServerConfig;
import java.util.List;

/** All sections of the configuration. */
final class Sections {
    static final Section<DataConfig> DATA = new Section<>("data", DataConfig.DEFAULTS);
    static final Section<StandaloneConfig> STANDALONE = new Section<>("standalone", StandaloneConfig.DEFAULTS);
    static final Section<ClusterConfig> CLUSTER = new Section<>("cluster", ClusterConfig.DEFAULTS);
    static final Section<BalanceConfig> BALANCE = new Section<>("cluster", BalanceConfig.DEFAULTS);
    static final Section<ZooKeeperServerConfig> ZOOKEEPER = new Section<>("zookeeper", ZooKeeperServerConfig.DEFAULTS);
    static final Section<BookieServerConfig> BOOKIE = new Section<>("bookie", BookieServerConfig.DEFAULTS);
    static final Section<BrokerConfig> BROKER = new Section<>("broker", BrokerConfig.DEFAULTS);
    static final Section<TransportConfig> NATIVE = new Section<>("native", TransportConfig.DEFAULTS);
    static final Section<HttpConfig> HTTP = new Section<>("http", HttpConfig.DEFAULTS);
    static final Section<TopicsConfig> TOPICS = new Section<>("topics", TopicsConfig.DEFAULTS);
    static final Section<ShardLogConfig> LOG = new Section<>("log", ShardLogConfig.DEFAULTS);
    static final Section<ReadBudget> READS = new Section<>("reads", ReadBudget.DEFAULTS);
    static final Section<Upkeep> SHARD = new Section<>("shard", Upkeep.DEFAULTS);
    static final Section<MessageIdConfig> MESSAGE_IDS = new Section<>("shard", MessageIdConfig.DEFAULTS);
    static final Section<TieringPolicy> TIERING_POLICY = new Section<>("tiering", TieringPolicy.DEFAULTS);
    static final Section<TiererConfig> TIERING = new Section<>("tiering", TiererConfig.DEFAULT);
    static final Section<ObjectsConfig> OBJECTS = new Section<>("objects", ObjectsConfig.DEFAULTS);
    static final Section<ColdReaderConfig> COLD = new Section<>("cold", ColdReaderConfig.DEFAULT);

    static final List<Section<?>> ALL = List.of(
            DATA,
            STANDALONE,
            CLUSTER,
            BALANCE,
            ZOOKEEPER,
            BOOKIE,
            BROKER,
            NATIVE,
            HTTP,
            TOPICS,
            LOG,
            READS,
            SHARD,
            MESSAGE_IDS,
            TIERING_POLICY,
            TIERING,
            OBJECTS,
            COLD);

    private Sections() {}
}
