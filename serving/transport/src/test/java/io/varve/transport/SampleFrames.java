/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.Unpooled;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.ApplyMoves;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.CreateNamespace;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DeleteNamespace;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.DrainBroker;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GetClusterStatus;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.InitProducer;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.ListDeletedTopics;
import io.varve.protocol.wire.ListGroups;
import io.varve.protocol.wire.ListNamespaces;
import io.varve.protocol.wire.ListShards;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.PartitionOffset;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.PlanMoves;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.SeekGroup;
import io.varve.protocol.wire.TierStatus;
import io.varve.protocol.wire.TopicConfig;
import io.varve.protocol.wire.TopicPartitionSet;
import java.util.Arrays;
import java.util.List;

/** A valid request of every command, about a topic and a group that are there. */
final class SampleFrames {
    private static final String GROUP = "billing";
    private static final int REQUEST_ID = 1_000;

    private SampleFrames() {}

    /** The frames as bytes, one for each command that clients send. */
    static List<byte[]> all(ByteString topicId) {
        return Arrays.stream(CommandType.values())
                .filter(CommandType::isRequest)
                .map(type -> RawClient.bytes(
                        type,
                        REQUEST_ID,
                        command(type, topicId),
                        type == CommandType.PRODUCE ? RawClient.batch("some value") : Unpooled.EMPTY_BUFFER))
                .toList();
    }

    private static MessageLite command(CommandType type, ByteString topicId) {
        return switch (type) {
            case HELLO ->
                Hello.newBuilder()
                        .setMinVersion(1)
                        .setMaxVersion(1)
                        .setClientId("hostile")
                        .build();
            case PING -> Ping.getDefaultInstance();
            case LIST_BROKERS -> ListBrokers.getDefaultInstance();
            case CREATE_TOPIC ->
                CreateTopic.newBuilder()
                        .setTopic("another")
                        .setPartitions(2)
                        .setConfig(TopicConfig.newBuilder().setRetentionMs(60_000))
                        .build();
            case GET_TOPIC ->
                GetTopic.newBuilder().setTopic("public/default/orders").build();
            case DELETE_TOPIC -> DeleteTopic.newBuilder().setTopic("another").build();
            case LIST_TOPICS ->
                ListTopics.newBuilder()
                        .setPrefix("o")
                        .setAfter("a")
                        .setLimit(10)
                        .build();
            case DESCRIBE_PARTITIONS ->
                DescribePartitions.newBuilder()
                        .setTopicId(topicId)
                        .addAllPartitions(List.of(0, 1))
                        .build();
            case SEAL_PARTITIONS ->
                SealPartitions.newBuilder().setTopicId(topicId).addPartitions(0).build();
            case ALTER_TOPIC ->
                AlterTopic.newBuilder()
                        .setTopic("orders")
                        .setRetentionMs(60_000)
                        .setDryRun(true)
                        .build();
            case LIST_DELETED_TOPICS ->
                ListDeletedTopics.newBuilder().setPrefix("public/").build();
            case RESTORE_TOPIC ->
                RestoreTopic.newBuilder().setTopicId(topicId).setAs("again").build();
            case PURGE_TOPIC -> PurgeTopic.newBuilder().setTopicId(topicId).build();
            case CREATE_NAMESPACE ->
                CreateNamespace.newBuilder().setNamespace("acme/billing").build();
            case LIST_NAMESPACES ->
                ListNamespaces.newBuilder().setTenant("acme").build();
            case DELETE_NAMESPACE ->
                DeleteNamespace.newBuilder().setNamespace("acme/other").build();
            case LIST_SHARDS -> ListShards.getDefaultInstance();
            case DESCRIBE_SEGMENTS ->
                DescribeSegments.newBuilder()
                        .setTopicId(topicId)
                        .setPartition(1)
                        .setFromOffset(1)
                        .build();
            case CLUSTER_STATUS -> GetClusterStatus.getDefaultInstance();
            case PLAN_MOVES -> PlanMoves.getDefaultInstance();
            case APPLY_MOVES -> ApplyMoves.getDefaultInstance();
            case DRAIN_BROKER ->
                DrainBroker.newBuilder().setBrokerId("broker-1").setUndo(true).build();
            case PRODUCE ->
                Produce.newBuilder().setTopicId(topicId).setPartition(1).build();
            case INIT_PRODUCER -> InitProducer.getDefaultInstance();
            case OPEN_READER ->
                OpenReader.newBuilder()
                        .setReaderId(7)
                        .setTopicId(topicId)
                        .setPartition(1)
                        .setCreditBytes(1_000)
                        .build();
            case ADD_CREDIT ->
                AddCredit.newBuilder().setReaderId(7).setBytes(1_000).build();
            case CLOSE_READER -> CloseReader.newBuilder().setReaderId(7).build();
            case FIND_OFFSET ->
                FindOffset.newBuilder()
                        .setTopicId(topicId)
                        .setQuery(OffsetQuery.OFFSET_AT_TIME)
                        .setTimeMs(1)
                        .build();
            case FIND_GROUP -> FindGroup.newBuilder().setGroup(GROUP).build();
            case JOIN_GROUP ->
                JoinGroup.newBuilder()
                        .setGroup(GROUP)
                        .setMemberId("member")
                        .setClientId("hostile")
                        .addTopics("orders")
                        .setSessionTimeoutMs(10_000)
                        .build();
            case HEARTBEAT ->
                Heartbeat.newBuilder()
                        .setGroup(GROUP)
                        .setMemberId("member")
                        .setMemberEpoch(1)
                        .addHeld(partitions(topicId))
                        .build();
            case LEAVE_GROUP ->
                LeaveGroup.newBuilder()
                        .setGroup(GROUP)
                        .setMemberId("member")
                        .setMemberEpoch(1)
                        .build();
            case COMMIT_OFFSETS ->
                CommitOffsets.newBuilder()
                        .setGroup(GROUP)
                        .setMemberId("member")
                        .setMemberEpoch(1)
                        .addOffsets(CommittedOffset.newBuilder()
                                .setTopicId(topicId)
                                .setOffset(1)
                                .setMetadata("m"))
                        .build();
            case FETCH_COMMITTED ->
                FetchCommitted.newBuilder()
                        .setGroup(GROUP)
                        .addPartitions(partitions(topicId))
                        .build();
            case LIST_GROUPS -> ListGroups.newBuilder().setTopic("orders").build();
            case DESCRIBE_GROUP -> DescribeGroup.newBuilder().setGroup(GROUP).build();
            case DELETE_GROUP -> DeleteGroup.newBuilder().setGroup("another").build();
            case SEEK_GROUP ->
                SeekGroup.newBuilder()
                        .setGroup(GROUP)
                        .setTopicId(topicId)
                        .addOffsets(PartitionOffset.newBuilder().setPartition(1))
                        .build();
            case TIER_STATUS -> TierStatus.getDefaultInstance();
            case PLAN_REPLAY ->
                PlanReplay.newBuilder()
                        .setTopicId(topicId)
                        .setPartition(1)
                        .setToOffset(-1)
                        .build();
            case CONNECTION, RECORDS, READER_ENDED -> throw new IllegalArgumentException(type + " is not a client's");
        };
    }

    private static TopicPartitionSet partitions(ByteString topicId) {
        return TopicPartitionSet.newBuilder()
                .setTopicId(topicId)
                .setTopic("orders")
                .addAllPartitions(List.of(0, 1))
                .build();
    }
}
