/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupOwner;
import io.varve.protocol.wire.GroupSummary;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.InitProducer;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.ListGroups;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.PartitionInfo;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.ProducerIdentity;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.Sealed;
import io.varve.protocol.wire.SegmentInfo;
import io.varve.protocol.wire.TierReport;
import io.varve.protocol.wire.TierStatus;
import io.varve.protocol.wire.TopicInfo;
import io.varve.protocol.wire.TopicList;
import io.varve.protocol.wire.TopicPartitionSet;
import io.varve.protocol.wire.TopicSummary;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicAndGroupCommandsTest {
    private MemoryBroker broker;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
        client = broker.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void aTopicIsCreatedFoundListedAndDeleted() throws Exception {
        TopicInfo created = client.createTopic("orders", 3);
        client.createTopic("other", 1);

        assertThat(created.getPartitionsList())
                .extracting(
                        PartitionOwner::getPartition,
                        partition -> partition.getOwner().getBrokerId())
                .containsExactly(tuple(0, MemoryBroker.ID), tuple(1, MemoryBroker.ID), tuple(2, MemoryBroker.ID));
        GetTopic get = GetTopic.newBuilder().setTopic("public/default/orders").build();
        assertThat(client.ask(CommandType.GET_TOPIC, get)).isEqualTo(created);
        TopicList some = (TopicList) client.ask(
                CommandType.LIST_TOPICS,
                ListTopics.newBuilder().setPrefix("o").setLimit(1).build());
        assertThat(some.getTopicsList()).extracting(TopicSummary::getTopic).containsExactly("orders");
        assertThat(some.getMore()).isTrue();
        TopicList rest = (TopicList) client.ask(
                CommandType.LIST_TOPICS,
                ListTopics.newBuilder().setAfter("orders").build());
        assertThat(rest.getTopicsList()).extracting(TopicSummary::getTopic).containsExactly("other");

        client.ask(
                CommandType.DELETE_TOPIC,
                DeleteTopic.newBuilder().setTopic("orders").build());
        assertThat(code(client.refused(CommandType.GET_TOPIC, get))).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
    }

    @Test
    void whatBreaksARuleIsRefusedByName() throws Exception {
        client.createTopic("orders", 1);

        assertThat(code(refusedTopic("orders", 1))).isEqualTo(ErrorCode.TOPIC_EXISTS);
        assertThat(code(refusedTopic("__mine", 1))).isEqualTo(ErrorCode.INVALID_NAME);
        assertThat(code(refusedTopic("none", 0))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusedTopic("many", 10_001).getMessage()).contains("10001").contains("10000");
        assertThat(code(client.refused(
                        CommandType.LIST_TOPICS,
                        ListTopics.newBuilder().setLimit(5000).build())))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void partitionsOfSeveralShardsAreDescribedAndSealedTogether() throws Exception {
        TopicInfo topic = client.createTopic("orders", 4);
        client.produce(topic.getTopicId(), "abc");
        client.receive();

        PartitionList described = (PartitionList) client.ask(
                CommandType.DESCRIBE_PARTITIONS,
                DescribePartitions.newBuilder()
                        .setTopicId(topic.getTopicId())
                        .addAllPartitions(List.of(3, 0, 1, 2))
                        .build());
        assertThat(described.getPartitionsList())
                .extracting(PartitionInfo::getPartition, PartitionInfo::getNextOffset)
                .containsExactly(tuple(0, 1L), tuple(1, 0L), tuple(2, 0L), tuple(3, 0L));

        Sealed sealed = (Sealed) client.ask(
                CommandType.SEAL_PARTITIONS,
                SealPartitions.newBuilder()
                        .setTopicId(topic.getTopicId())
                        .addAllPartitions(List.of(0, 1, 2, 3))
                        .build());
        assertThat(sealed.getShardsList())
                .containsExactly(topic.getPartitions(0).getShard());
        TierReport report = (TierReport) client.ask(CommandType.TIER_STATUS, TierStatus.getDefaultInstance());
        assertThat(report.getSegmentsList())
                .extracting(SegmentInfo::getShard)
                .containsExactly(topic.getPartitions(0).getShard());
    }

    @Test
    void everyProducerGetsAnIdOfItsOwn() throws Exception {
        ProducerIdentity one =
                (ProducerIdentity) client.ask(CommandType.INIT_PRODUCER, InitProducer.getDefaultInstance());
        ProducerIdentity two =
                (ProducerIdentity) client.ask(CommandType.INIT_PRODUCER, InitProducer.getDefaultInstance());

        assertThat(one.getProducerId()).isPositive().isNotEqualTo(two.getProducerId());
        assertThat(one.getEpoch()).isZero();
    }

    @Test
    void aGroupIsJoinedKeepsItsProgressAndIsDeletedWhenAllHaveLeft() throws Exception {
        ByteString topic = client.createTopic("orders", 2).getTopicId();
        client.produce(topic, "abc");
        client.receive();
        GroupOwner owner = (GroupOwner) client.ask(
                CommandType.FIND_GROUP,
                FindGroup.newBuilder().setGroup("billing").build());
        assertThat(owner.getOwner().getBrokerId()).isEqualTo(MemoryBroker.ID);

        Joined joined = (Joined) client.ask(
                CommandType.JOIN_GROUP,
                JoinGroup.newBuilder()
                        .setGroup("billing")
                        .setMemberId("m1")
                        .addTopics("orders")
                        .setSessionTimeoutMs(30_000)
                        .build());
        Assignment assignment = (Assignment) client.ask(
                CommandType.HEARTBEAT,
                Heartbeat.newBuilder()
                        .setGroup("billing")
                        .setMemberId("m1")
                        .setMemberEpoch(joined.getMemberEpoch())
                        .build());
        assertThat(assignment.getAssignedList())
                .extracting(AssignedPartition::getPartition)
                .containsExactly(0, 1);

        client.ask(
                CommandType.COMMIT_OFFSETS,
                CommitOffsets.newBuilder()
                        .setGroup("billing")
                        .setMemberId("m1")
                        .setMemberEpoch(joined.getMemberEpoch())
                        .addOffsets(
                                CommittedOffset.newBuilder().setTopicId(topic).setOffset(1))
                        .build());
        CommittedOffsets committed = (CommittedOffsets) client.ask(
                CommandType.FETCH_COMMITTED,
                FetchCommitted.newBuilder()
                        .setGroup("billing")
                        .addPartitions(
                                TopicPartitionSet.newBuilder().setTopicId(topic).addAllPartitions(List.of(0, 1)))
                        .build());
        assertThat(committed.getOffsetsList())
                .extracting(CommittedOffset::getOffset)
                .containsExactly(1L);
        GroupInfo info = (GroupInfo) client.ask(
                CommandType.DESCRIBE_GROUP,
                DescribeGroup.newBuilder().setGroup("billing").build());
        assertThat(info.getMembersCount()).isEqualTo(1);
        GroupList list = (GroupList) client.ask(
                CommandType.LIST_GROUPS,
                ListGroups.newBuilder().setTopic("orders").build());
        assertThat(list.getGroupsList()).extracting(GroupSummary::getMembers).containsExactly(1);

        client.ask(
                CommandType.LEAVE_GROUP,
                LeaveGroup.newBuilder()
                        .setGroup("billing")
                        .setMemberId("m1")
                        .setMemberEpoch(joined.getMemberEpoch())
                        .build());
        client.ask(
                CommandType.DELETE_GROUP,
                DeleteGroup.newBuilder().setGroup("billing").build());
        assertThat(code(client.refused(
                        CommandType.DESCRIBE_GROUP,
                        DescribeGroup.newBuilder().setGroup("billing").build())))
                .isEqualTo(ErrorCode.GROUP_NOT_FOUND);
    }

    @Test
    void whoJoinsForATopicThatIsntThereIsRefused() throws Exception {
        Error error = client.refused(
                CommandType.JOIN_GROUP,
                JoinGroup.newBuilder()
                        .setGroup("billing")
                        .setMemberId("m1")
                        .addTopics("none")
                        .setSessionTimeoutMs(30_000)
                        .build());

        assertThat(code(error)).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
    }

    private Error refusedTopic(String name, int partitions) throws Exception {
        return client.refused(
                CommandType.CREATE_TOPIC,
                CreateTopic.newBuilder()
                        .setTopic(name)
                        .setPartitions(partitions)
                        .build());
    }

    private static ErrorCode code(Error error) {
        return ErrorCode.of(error.getCode());
    }
}
