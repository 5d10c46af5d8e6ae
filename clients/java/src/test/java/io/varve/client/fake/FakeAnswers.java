/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.partition.MovedKeys;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.BookieStatus;
import io.varve.protocol.wire.BrokerAddress;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.BrokerStatus;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.ClusterStatus;
import io.varve.protocol.wire.CreateNamespace;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteNamespace;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.DeletedTopicList;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.DrainBroker;
import io.varve.protocol.wire.DrainProgress;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.MovePlan;
import io.varve.protocol.wire.MoveReason;
import io.varve.protocol.wire.NamespaceInfo;
import io.varve.protocol.wire.NamespaceList;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.PartitionInfo;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.PlannedMove;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.ProducerIdentity;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.ReaderEnded;
import io.varve.protocol.wire.ReaderOpened;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.Sealed;
import io.varve.protocol.wire.SegmentInfo;
import io.varve.protocol.wire.SegmentState;
import io.varve.protocol.wire.ShardList;
import io.varve.protocol.wire.ShardOwner;
import io.varve.protocol.wire.ShardState;
import io.varve.protocol.wire.ShardStatus;
import io.varve.protocol.wire.StoredRange;
import io.varve.protocol.wire.StoredRanges;
import io.varve.protocol.wire.TierReport;
import io.varve.protocol.wire.TopicAltered;
import io.varve.protocol.wire.TopicList;
import io.varve.protocol.wire.TopicSummary;
import io.varve.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** How a fake broker answers when nothing is wrong. Runs on the fake's thread. */
final class FakeAnswers {
    private static final int PAGE = 2;

    private final FakeCluster cluster;

    FakeAnswers(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** The answer, or null if the request has none. */
    @Nullable
    Frame answer(FakeBroker broker, FakeConnection connection, Frame request) {
        try {
            MessageLite message = apply(broker, connection, request);
            if (message instanceof Error error) {
                return Frame.error(request.type(), request.requestId(), error);
            }
            return message == null ? null : Frame.response(request.type(), request.requestId(), message);
        } catch (VarveException e) {
            return Frame.error(request.type(), request.requestId(), Errors.of(e));
        }
    }

    private ClusterStatus clusterStatus() {
        ClusterStatus.Builder status = ClusterStatus.newBuilder()
                .setClusterId("fake")
                .setController(cluster.broker(0).wireAddress().getBrokerId())
                .setControllerEpoch(3)
                .setBookies(BookieStatus.newBuilder().setWritable(2).setKnown(3).setUnderReplicatedLedgers(-1))
                .setMetadataLatencyUs(1_500);
        cluster.brokers().forEach(broker -> {
            String id = broker.wireAddress().getBrokerId();
            status.addBrokers(BrokerStatus.newBuilder()
                    .setAddress(broker.wireAddress())
                    .setPool("default")
                    .setAlive(true)
                    .setDrainingSinceMs(cluster.draining.contains(id) ? 1 : 0)
                    .setAssignedShards(1)
                    .setServedShards(1)
                    .setLoadBytesPerSecond(41_200_000));
            status.addShards(ShardStatus.newBuilder()
                    .setShard(status.getShardsCount())
                    .setShardSet("default")
                    .setEpoch(7)
                    .setState(ShardState.SHARD_SERVED)
                    .setAssignedTo(id)
                    .setClaimedBy(id)
                    .setCopies(3 - status.getShardsCount() % 2)
                    .setCopiesWanted(3)
                    .setLoadBytesPerSecond(9_800_000));
        });
        return status.addBrokers(BrokerStatus.newBuilder()
                        .setAddress(BrokerAddress.newBuilder().setBrokerId("broker-gone")))
                .build();
    }

    private DrainProgress drain(DrainBroker command) {
        String id = command.getBrokerId();
        if (!id.startsWith("fake-")) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "there is no broker \"" + id + "\"");
        }
        boolean isRepeated = !cluster.draining.add(id);
        if (command.getUndo()) {
            cluster.draining.remove(id);
        }
        return DrainProgress.newBuilder()
                .setBrokerId(id)
                .setDraining(!command.getUndo())
                .setShardsLeft(isRepeated ? 0 : 1)
                .build();
    }

    void endReader(FakeConnection connection, int readerId, Error why) {
        connection.send(Frame.push(
                CommandType.READER_ENDED,
                ReaderEnded.newBuilder().setReaderId(readerId).setError(why).build(),
                Unpooled.EMPTY_BUFFER));
    }

    private @Nullable MessageLite apply(FakeBroker broker, FakeConnection connection, Frame request) {
        return switch (request.type()) {
            case HELLO ->
                Welcome.newBuilder()
                        .setVersion(1)
                        .setClusterId("fake")
                        .setBrokerId(broker.wireAddress().getBrokerId())
                        .setMaxFrameBytes(8 << 20)
                        .setMaxRecordBytes(1 << 20)
                        .setMaxBatchBytes(4 << 20)
                        .setProduceWindowBytes((int) FakeCluster.window())
                        .build();
            case PING -> Pong.getDefaultInstance();
            case LIST_BROKERS -> {
                BrokerList.Builder list = BrokerList.newBuilder().setClusterId("fake");
                cluster.brokers().forEach(each -> list.addBrokers(each.wireAddress()));
                yield list.build();
            }
            case CREATE_TOPIC -> create((CreateTopic) request.message());
            case GET_TOPIC ->
                cluster.named(((GetTopic) request.message()).getTopic()).info();
            case DELETE_TOPIC -> delete((DeleteTopic) request.message());
            case LIST_DELETED_TOPICS -> {
                DeletedTopicList.Builder list = DeletedTopicList.newBuilder();
                cluster.deleted.forEach(topic -> list.addTopics(deleted(topic, true)));
                yield list.build();
            }
            case RESTORE_TOPIC -> restore((RestoreTopic) request.message());
            case PURGE_TOPIC -> {
                boolean wasKept = cluster.deleted.removeIf(
                        topic -> topic.info().getTopicId().equals(((PurgeTopic) request.message()).getTopicId()));
                if (!wasKept) {
                    throw new VarveException(ErrorCode.TOPIC_NOT_FOUND, "not kept");
                }
                yield Done.getDefaultInstance();
            }
            case CREATE_NAMESPACE -> {
                String name = ((CreateNamespace) request.message()).getNamespace();
                if (!cluster.namespaces.add(name)) {
                    throw new VarveException(ErrorCode.NAMESPACE_EXISTS, name);
                }
                yield NamespaceInfo.newBuilder()
                        .setNamespace(name)
                        .setCreatedMs(1)
                        .setShardSet("default")
                        .build();
            }
            case LIST_NAMESPACES -> {
                NamespaceList.Builder list = NamespaceList.newBuilder();
                cluster.namespaces.forEach(name -> list.addNamespaces(NamespaceInfo.newBuilder()
                        .setNamespace(name)
                        .setCreatedMs(1)
                        .setShardSet("default")));
                yield list.build();
            }
            case DELETE_NAMESPACE -> {
                DeleteNamespace command = (DeleteNamespace) request.message();
                String name = command.getNamespace();
                boolean isThere =
                        command.getDryRun() ? cluster.namespaces.contains(name) : cluster.namespaces.remove(name);
                if (!isThere) {
                    throw new VarveException(ErrorCode.NAMESPACE_NOT_FOUND, name);
                }
                yield Done.getDefaultInstance();
            }
            case LIST_SHARDS ->
                ShardList.newBuilder()
                        .addShards(ShardOwner.newBuilder()
                                .setShardSet("default")
                                .setOwner(cluster.broker(0).wireAddress()))
                        .addShards(ShardOwner.newBuilder().setShard(1).setShardSet("default"))
                        .build();
            case CLUSTER_STATUS -> clusterStatus();
            case PLAN_MOVES, APPLY_MOVES ->
                MovePlan.newBuilder()
                        .addMoves(PlannedMove.newBuilder()
                                .setShard(1)
                                .setFrom("broker-0")
                                .setTo("broker-1")
                                .setReason(MoveReason.MOVE_BALANCE)
                                .setWhy("broker-0 has 2 shards, broker-1 has 0"))
                        .build();
            case DRAIN_BROKER -> drain((DrainBroker) request.message());
            case DESCRIBE_SEGMENTS -> segments((DescribeSegments) request.message());
            case ALTER_TOPIC -> alter((AlterTopic) request.message());
            case LIST_TOPICS -> list((ListTopics) request.message());
            case DESCRIBE_PARTITIONS -> describe(broker, (DescribePartitions) request.message());
            case SEAL_PARTITIONS ->
                Sealed.newBuilder()
                        .addAllShards(((SealPartitions) request.message()).getPartitionsList())
                        .build();
            case INIT_PRODUCER ->
                ProducerIdentity.newBuilder()
                        .setProducerId(cluster.nextProducerId())
                        .build();
            case PRODUCE -> produce(broker, request);
            case FIND_OFFSET -> find(broker, (FindOffset) request.message());
            case OPEN_READER -> open(broker, connection, (OpenReader) request.message());
            case ADD_CREDIT -> {
                AddCredit credit = (AddCredit) request.message();
                FakeReader reader = connection.readers.get(credit.getReaderId());
                if (reader != null) {
                    reader.credit += credit.getBytes();
                }
                yield null;
            }
            case CLOSE_READER -> {
                connection.readers.remove(((CloseReader) request.message()).getReaderId());
                yield Done.getDefaultInstance();
            }
            case TIER_STATUS -> tier(broker);
            case PLAN_REPLAY -> plan((PlanReplay) request.message());
            default -> cluster.groups.apply(broker, request);
        };
    }

    private MessageLite create(CreateTopic command) {
        if (cluster.topics.containsKey(command.getTopic())) {
            throw new VarveException(ErrorCode.TOPIC_EXISTS, "topic " + command.getTopic() + " exists");
        }
        FakeTopic topic =
                new FakeTopic(command.getTopic(), command.getPartitions(), command.getConfig(), cluster.broker(0));
        cluster.topics.put(topic.name, topic);
        return topic.info();
    }

    /** Three objects of ten records, two an answer, and a ledger. */
    private static MessageLite segments(DescribeSegments command) {
        StoredRanges.Builder ranges = StoredRanges.newBuilder();
        for (long first = 0; first < 30; first += 10) {
            if (first + 10 > command.getFromOffset()) {
                if (ranges.getRangesCount() == PAGE) {
                    return ranges.setMore(true).build();
                }
                ranges.addRanges(StoredRange.newBuilder()
                        .setFirstOffset(first)
                        .setEndOffset(first + 10)
                        .setBytes(100)
                        .setObjectKey("v1/object-" + first)
                        .setLastAppendMs(1));
            }
        }
        return ranges.addRanges(StoredRange.newBuilder()
                        .setFirstOffset(20)
                        .setEndOffset(35)
                        .setBytes(150)
                        .setLedgerId(7)
                        .setLastAppendMs(2))
                .build();
    }

    private MessageLite delete(DeleteTopic command) {
        FakeTopic topic = cluster.named(command.getTopic());
        if (!command.getDryRun()) {
            cluster.topics.remove(topic.name);
            if (!command.getNow()) {
                cluster.deleted.add(topic);
            }
        }
        return deleted(topic, !command.getNow());
    }

    private static DeletedTopicInfo deleted(FakeTopic topic, boolean kept) {
        return DeletedTopicInfo.newBuilder()
                .setTopic(topic.name)
                .setTopicId(topic.info().getTopicId())
                .setPartitions(topic.partitions.size())
                .setDeletedMs(1)
                .setFinalMs(kept ? 604_800_001 : 1)
                .build();
    }

    private MessageLite restore(RestoreTopic command) {
        FakeTopic topic = cluster.deleted.stream()
                .filter(each -> each.info().getTopicId().equals(command.getTopicId()))
                .findFirst()
                .orElseThrow(() -> new VarveException(ErrorCode.TOPIC_NOT_FOUND, "not kept"));
        cluster.deleted.remove(topic);
        cluster.topics.put(topic.name, topic);
        return topic.info();
    }

    private MessageLite alter(AlterTopic command) {
        FakeTopic present = cluster.named(command.getTopic());
        FakeTopic topic = command.getDryRun() ? present.copy() : present;
        int before = topic.partitions.size();
        MovedKeys moved = MovedKeys.between(before, Math.max(before, command.getPartitions()));
        topic.alter(command, cluster.broker(0));
        return TopicAltered.newBuilder()
                .setTopic(topic.info())
                .setPartitionsBefore(before)
                .setMovedKeys(moved.moved())
                .setMovedKeysOf(moved.of())
                .build();
    }

    private MessageLite list(ListTopics command) {
        TopicList.Builder page = TopicList.newBuilder();
        for (FakeTopic topic : cluster.topics.values()) {
            if (!topic.name.startsWith(command.getPrefix()) || topic.name.compareTo(command.getAfter()) <= 0) {
                continue;
            }
            if (page.getTopicsCount() == (command.getLimit() == 0 ? PAGE : Math.min(PAGE, command.getLimit()))) {
                return page.setMore(true).build();
            }
            page.addTopics(TopicSummary.newBuilder()
                    .setTopic(topic.name)
                    .setTopicId(topic.info().getTopicId())
                    .setPartitions(topic.partitions.size())
                    .setConfig(topic.config));
        }
        return page.build();
    }

    private MessageLite describe(FakeBroker broker, DescribePartitions command) {
        FakeTopic topic = byId(command.getTopicId());
        PartitionList.Builder list = PartitionList.newBuilder();
        for (int number : command.getPartitionsList()) {
            if (topic.owners.get(number) != broker) {
                return cluster.notOwner(topic.owners.get(number));
            }
            FakePartition partition = topic.partitions.get(number);
            list.addPartitions(PartitionInfo.newBuilder()
                    .setPartition(number)
                    .setShard(number)
                    .setFirstOffset(partition.firstOffset)
                    .setNextOffset(partition.nextOffset));
        }
        return list.build();
    }

    private MessageLite produce(FakeBroker broker, Frame request) {
        Produce command = (Produce) request.message();
        FakeTopic topic = byId(command.getTopicId());
        if (topic.owners.get(command.getPartition()) != broker) {
            return cluster.notOwner(topic.owners.get(command.getPartition()));
        }
        FakeCluster.check(request.payload());
        return topic.partitions.get(command.getPartition()).append(request.payload(), command.getMessageId(), 1_000);
    }

    private MessageLite find(FakeBroker broker, FindOffset command) {
        FakeTopic topic = byId(command.getTopicId());
        if (topic.owners.get(command.getPartition()) != broker) {
            return cluster.notOwner(topic.owners.get(command.getPartition()));
        }
        FakePartition partition = topic.partitions.get(command.getPartition());
        OffsetFound.Builder found =
                OffsetFound.newBuilder().setFirstOffset(partition.firstOffset).setNextOffset(partition.nextOffset);
        switch (command.getQuery()) {
            case OFFSET_LATEST -> found.setOffset(partition.nextOffset);
            case OFFSET_AT_TIME -> {
                found.setOffset(partition.nextOffset).setAtEnd(true);
                for (FakePartition.Stored batch : partition.batches) {
                    if (BatchHeader.maxTimestamp(batch.bytes(), 0) >= command.getTimeMs()) {
                        found.setOffset(batch.offset()).setAtEnd(false);
                        break;
                    }
                }
            }
            default -> found.setOffset(partition.firstOffset);
        }
        return found.build();
    }

    private MessageLite open(FakeBroker broker, FakeConnection connection, OpenReader command) {
        FakeTopic topic = byId(command.getTopicId());
        if (topic.owners.get(command.getPartition()) != broker) {
            return cluster.notOwner(topic.owners.get(command.getPartition()));
        }
        FakePartition partition = topic.partitions.get(command.getPartition());
        if (command.getOffset() < partition.firstOffset || command.getOffset() > partition.nextOffset) {
            throw new VarveException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset " + command.getOffset() + "; kept are " + partition.firstOffset + " to "
                            + partition.nextOffset);
        }
        connection.readers.put(
                command.getReaderId(),
                new FakeReader(
                        connection,
                        command.getReaderId(),
                        topic,
                        command.getPartition(),
                        command.getOffset(),
                        command.getCreditBytes()));
        return ReaderOpened.newBuilder()
                .setFirstOffset(partition.firstOffset)
                .setNextOffset(partition.nextOffset)
                .build();
    }

    private MessageLite tier(FakeBroker broker) {
        int shard = cluster.brokers().indexOf(broker);
        return TierReport.newBuilder()
                .setObjects(1)
                .setObjectBytes(100)
                .setObjectStore("file:objects")
                .addSegments(SegmentInfo.newBuilder()
                        .setShard(shard)
                        .setLedgerId(shard)
                        .setState(shard == 0 ? SegmentState.SEGMENT_OPEN : SegmentState.SEGMENT_TIERED))
                .build();
    }

    private MessageLite plan(PlanReplay command) {
        FakePartition partition = byId(command.getTopicId()).partitions.get(command.getPartition());
        long end = command.getToOffset() < 0 ? partition.nextOffset : command.getToOffset();
        ReplayPlan.Builder plan = ReplayPlan.newBuilder()
                .setFirstOffset(Math.max(command.getFromOffset(), partition.firstOffset))
                .setEndOffset(end)
                .setObjectStore(cluster.objectStore);
        partition.inObjects.stream()
                .filter(range -> range.getEndOffset() > command.getFromOffset() && range.getFirstOffset() < end)
                .forEach(plan::addRanges);
        return plan.build();
    }

    private FakeTopic byId(ByteString id) {
        return cluster.topics.values().stream()
                .filter(topic -> topic.info().getTopicId().equals(id))
                .findFirst()
                .orElseThrow(() -> new VarveException(ErrorCode.TOPIC_NOT_FOUND, "no topic with this id"));
    }
}
