/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.TopicInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedirectTest {

    @Test
    void whoAsksTheWrongBrokerIsToldTheRightOne() throws Exception {
        try (MemoryBroker broker = MemoryBroker.startBesidesNeighbour(MemoryBroker.config());
                RawClient client = broker.connect()) {
            TopicInfo topic = client.createTopic("orders", MemoryBroker.SHARDS);
            PartitionOwner elsewhere = topic.getPartitionsList().stream()
                    .filter(partition -> partition.getOwner().getBrokerId().equals("broker-2"))
                    .findFirst()
                    .orElseThrow();
            client.send(
                    CommandType.PRODUCE,
                    Produce.newBuilder()
                            .setTopicId(topic.getTopicId())
                            .setPartition(elsewhere.getPartition())
                            .build(),
                    RawClient.batch("abc"));

            Frame answer = client.receive();

            Error error = (Error) answer.message();
            assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.NOT_OWNER);
            assertThat(error.getOwner().getHost()).isEqualTo("neighbour.example");
            assertThat(error.getOwner().getPort()).isEqualTo(7651);
        }
    }

    @Test
    void aRequestForSeveralShardsIsRefusedWholeWhenOneIsElsewhere() throws Exception {
        try (MemoryBroker broker = MemoryBroker.startBesidesNeighbour(MemoryBroker.config());
                RawClient client = broker.connect()) {
            TopicInfo topic = client.createTopic("orders", MemoryBroker.SHARDS);

            Error error = client.refused(
                    CommandType.SEAL_PARTITIONS,
                    SealPartitions.newBuilder()
                            .setTopicId(topic.getTopicId())
                            .addAllPartitions(List.of(0, 1, 2, 3))
                            .build());

            assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.NOT_OWNER);
            assertThat(error.getOwner().getBrokerId()).isEqualTo("broker-2");
        }
    }

    @Test
    void allBrokersAreListed() throws Exception {
        try (MemoryBroker broker = MemoryBroker.startBesidesNeighbour(MemoryBroker.config());
                RawClient client = broker.connect()) {
            BrokerList list = (BrokerList) client.ask(CommandType.LIST_BROKERS, ListBrokers.getDefaultInstance());

            assertThat(list.getBrokersList())
                    .extracting(address -> address.getBrokerId() + "=" + address.getHost())
                    .containsExactly("broker-1=127.0.0.1", "broker-2=neighbour.example");
        }
    }
}
