/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.ApplyMoves;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.ClusterStatus;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.CreateNamespace;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DeleteNamespace;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.DeletedTopicList;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.DrainBroker;
import io.varve.protocol.wire.DrainProgress;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GetClusterStatus;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupOwner;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.InitProducer;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.ListDeletedTopics;
import io.varve.protocol.wire.ListGroups;
import io.varve.protocol.wire.ListNamespaces;
import io.varve.protocol.wire.ListShards;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.MovePlan;
import io.varve.protocol.wire.NamespaceInfo;
import io.varve.protocol.wire.NamespaceList;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.PlanMoves;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ProducerIdentity;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.ReaderEnded;
import io.varve.protocol.wire.ReaderOpened;
import io.varve.protocol.wire.Records;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.Sealed;
import io.varve.protocol.wire.SeekGroup;
import io.varve.protocol.wire.ShardList;
import io.varve.protocol.wire.StoredRanges;
import io.varve.protocol.wire.TierReport;
import io.varve.protocol.wire.TierStatus;
import io.varve.protocol.wire.TopicAltered;
import io.varve.protocol.wire.TopicInfo;
import io.varve.protocol.wire.TopicList;
import io.varve.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * What a frame is about: a command and its answer share a type. Numbers are grouped by tens and never given a second meaning.
 * The parsers stand in switches so that a message class is loaded when the first of its kind travels.
 */
public enum CommandType {
    /** No command: the type of an error that concerns the connection as a whole. */
    CONNECTION(0, Kind.NONE),
    HELLO(1, Kind.REQUEST),
    PING(2, Kind.REQUEST),

    LIST_BROKERS(10, Kind.REQUEST),
    CREATE_TOPIC(11, Kind.REQUEST),
    GET_TOPIC(12, Kind.REQUEST),
    DELETE_TOPIC(13, Kind.REQUEST),
    LIST_TOPICS(14, Kind.REQUEST),
    DESCRIBE_PARTITIONS(15, Kind.REQUEST),
    SEAL_PARTITIONS(16, Kind.REQUEST),
    ALTER_TOPIC(17, Kind.REQUEST),
    LIST_DELETED_TOPICS(18, Kind.REQUEST),
    RESTORE_TOPIC(19, Kind.REQUEST),
    CREATE_NAMESPACE(20, Kind.REQUEST),
    LIST_NAMESPACES(21, Kind.REQUEST),
    DELETE_NAMESPACE(22, Kind.REQUEST),
    LIST_SHARDS(23, Kind.REQUEST),
    DESCRIBE_SEGMENTS(24, Kind.REQUEST),
    PURGE_TOPIC(25, Kind.REQUEST),
    CLUSTER_STATUS(26, Kind.REQUEST),
    PLAN_MOVES(27, Kind.REQUEST),
    APPLY_MOVES(28, Kind.REQUEST),
    DRAIN_BROKER(29, Kind.REQUEST),

    /** Carries one batch; answered unless it asks for no acknowledgement. */
    PRODUCE(30, Kind.REQUEST),
    INIT_PRODUCER(31, Kind.REQUEST),

    OPEN_READER(40, Kind.REQUEST),
    /** Never answered. */
    ADD_CREDIT(41, Kind.ONE_WAY),
    CLOSE_READER(42, Kind.REQUEST),
    FIND_OFFSET(43, Kind.REQUEST),
    /** Pushed by the broker; carries batches. */
    RECORDS(44, Kind.PUSH),
    /** Pushed by the broker. */
    READER_ENDED(45, Kind.PUSH),

    FIND_GROUP(50, Kind.REQUEST),
    JOIN_GROUP(51, Kind.REQUEST),
    HEARTBEAT(52, Kind.REQUEST),
    LEAVE_GROUP(53, Kind.REQUEST),
    COMMIT_OFFSETS(54, Kind.REQUEST),
    FETCH_COMMITTED(55, Kind.REQUEST),
    LIST_GROUPS(56, Kind.REQUEST),
    DESCRIBE_GROUP(57, Kind.REQUEST),
    DELETE_GROUP(58, Kind.REQUEST),
    SEEK_GROUP(59, Kind.REQUEST),

    TIER_STATUS(70, Kind.REQUEST),
    PLAN_REPLAY(71, Kind.REQUEST);

    private enum Kind {
        NONE,
        REQUEST,
        ONE_WAY,
        PUSH
    }

    private static final @Nullable CommandType[] BY_NUMBER = byNumber();

    private final int number;
    private final Kind kind;

    CommandType(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** The number in a frame's header, 0 to 255. */
    public int number() {
        return number;
    }

    /** Whether clients send it. */
    public boolean isRequest() {
        return kind == Kind.REQUEST || kind == Kind.ONE_WAY;
    }

    /** Whether brokers send it unasked, with request id 0. */
    public boolean isPush() {
        return kind == Kind.PUSH;
    }

    /** Whether a request of this type has an answer; PRODUCE has one unless it asks for none. */
    public boolean isAnswered() {
        return kind == Kind.REQUEST;
    }

    /** Whether the request (or push) is followed by a payload; answers never are. */
    public boolean hasPayload() {
        return this == PRODUCE || this == RECORDS;
    }

    /** The type of a number, or null if this version knows none. */
    public static @Nullable CommandType of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /**
     * Reads the command of a request or push.
     *
     * @throws IllegalStateException for CONNECTION, which is neither
     */
    public Parser<? extends MessageLite> parser() {
        return switch (this) {
            case CONNECTION -> throw new IllegalStateException("CONNECTION is no command");
            case HELLO -> Hello.parser();
            case PING -> Ping.parser();
            case LIST_BROKERS -> ListBrokers.parser();
            case CREATE_TOPIC -> CreateTopic.parser();
            case GET_TOPIC -> GetTopic.parser();
            case DELETE_TOPIC -> DeleteTopic.parser();
            case LIST_TOPICS -> ListTopics.parser();
            case DESCRIBE_PARTITIONS -> DescribePartitions.parser();
            case SEAL_PARTITIONS -> SealPartitions.parser();
            case ALTER_TOPIC -> AlterTopic.parser();
            case LIST_DELETED_TOPICS -> ListDeletedTopics.parser();
            case RESTORE_TOPIC -> RestoreTopic.parser();
            case CREATE_NAMESPACE -> CreateNamespace.parser();
            case LIST_NAMESPACES -> ListNamespaces.parser();
            case DELETE_NAMESPACE -> DeleteNamespace.parser();
            case LIST_SHARDS -> ListShards.parser();
            case DESCRIBE_SEGMENTS -> DescribeSegments.parser();
            case PURGE_TOPIC -> PurgeTopic.parser();
            case CLUSTER_STATUS -> GetClusterStatus.parser();
            case PLAN_MOVES -> PlanMoves.parser();
            case APPLY_MOVES -> ApplyMoves.parser();
            case DRAIN_BROKER -> DrainBroker.parser();
            case PRODUCE -> Produce.parser();
            case INIT_PRODUCER -> InitProducer.parser();
            case OPEN_READER -> OpenReader.parser();
            case ADD_CREDIT -> AddCredit.parser();
            case CLOSE_READER -> CloseReader.parser();
            case FIND_OFFSET -> FindOffset.parser();
            case RECORDS -> Records.parser();
            case READER_ENDED -> ReaderEnded.parser();
            case FIND_GROUP -> FindGroup.parser();
            case JOIN_GROUP -> JoinGroup.parser();
            case HEARTBEAT -> Heartbeat.parser();
            case LEAVE_GROUP -> LeaveGroup.parser();
            case COMMIT_OFFSETS -> CommitOffsets.parser();
            case FETCH_COMMITTED -> FetchCommitted.parser();
            case LIST_GROUPS -> ListGroups.parser();
            case DESCRIBE_GROUP -> DescribeGroup.parser();
            case DELETE_GROUP -> DeleteGroup.parser();
            case SEEK_GROUP -> SeekGroup.parser();
            case TIER_STATUS -> TierStatus.parser();
            case PLAN_REPLAY -> PlanReplay.parser();
        };
    }

    /**
     * Reads the command of a successful answer.
     *
     * @throws IllegalStateException if the type has no answer
     */
    public Parser<? extends MessageLite> responseParser() {
        return switch (this) {
            case CONNECTION, ADD_CREDIT, RECORDS, READER_ENDED ->
                throw new IllegalStateException(this + " has no answer");
            case HELLO -> Welcome.parser();
            case PING -> Pong.parser();
            case LIST_BROKERS -> BrokerList.parser();
            case CREATE_TOPIC, GET_TOPIC, RESTORE_TOPIC -> TopicInfo.parser();
            case LIST_TOPICS -> TopicList.parser();
            case DESCRIBE_PARTITIONS -> PartitionList.parser();
            case SEAL_PARTITIONS -> Sealed.parser();
            case ALTER_TOPIC -> TopicAltered.parser();
            case DELETE_TOPIC -> DeletedTopicInfo.parser();
            case LIST_DELETED_TOPICS -> DeletedTopicList.parser();
            case CREATE_NAMESPACE -> NamespaceInfo.parser();
            case LIST_NAMESPACES -> NamespaceList.parser();
            case LIST_SHARDS -> ShardList.parser();
            case DESCRIBE_SEGMENTS -> StoredRanges.parser();
            case CLUSTER_STATUS -> ClusterStatus.parser();
            case PLAN_MOVES, APPLY_MOVES -> MovePlan.parser();
            case DRAIN_BROKER -> DrainProgress.parser();
            case PRODUCE -> Produced.parser();
            case INIT_PRODUCER -> ProducerIdentity.parser();
            case OPEN_READER -> ReaderOpened.parser();
            case FIND_OFFSET -> OffsetFound.parser();
            case FIND_GROUP -> GroupOwner.parser();
            case JOIN_GROUP -> Joined.parser();
            case HEARTBEAT -> Assignment.parser();
            case FETCH_COMMITTED -> CommittedOffsets.parser();
            case LIST_GROUPS -> GroupList.parser();
            case DESCRIBE_GROUP -> GroupInfo.parser();
            case SEEK_GROUP -> GroupSought.parser();
            case TIER_STATUS -> TierReport.parser();
            case PLAN_REPLAY -> ReplayPlan.parser();
            case CLOSE_READER, DELETE_NAMESPACE, PURGE_TOPIC, LEAVE_GROUP, COMMIT_OFFSETS, DELETE_GROUP ->
                Done.parser();
        };
    }

    private static @Nullable CommandType[] byNumber() {
        @Nullable CommandType[] types = new CommandType[PLAN_REPLAY.number + 1];
        for (CommandType type : values()) {
            types[type.number] = type;
        }
        return types;
    }
}
