/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.transport.Address;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.partition.MovedKeys;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.PartitionInfo;
import io.varve.protocol.wire.TopicAltered;
import io.varve.protocol.wire.TopicConfig;
import io.varve.protocol.wire.TopicInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Topics between the wire and the admin's types. */
final class WireTopics {
    private static final long KEPT_FOR_EVER = -1;

    private WireTopics() {}

    static TopicConfig config(NewTopic topic) {
        TopicConfig.Builder config = TopicConfig.newBuilder();
        topic.retention().ifPresent(time -> config.setRetentionMs(retentionMs(time)));
        topic.retentionBytes().ifPresent(config::setRetentionBytes);
        topic.dedupWindow().ifPresent(time -> config.setDedupWindowMs(Math.max(1, time.toMillis())));
        return config.build();
    }

    static long retentionMs(Duration time) {
        return time.equals(NewTopic.FOR_EVER) ? KEPT_FOR_EVER : Math.max(1, time.toMillis());
    }

    static DeletedTopic deleted(DeletedTopicInfo topic) {
        return new DeletedTopic(
                TopicName.parse(topic.getTopic()).shortName(),
                TopicIds.of(topic.getTopicId()),
                topic.getPartitions(),
                time(topic.getDeletedMs()),
                time(topic.getFinalMs()));
    }

    static AlteredTopic altered(TopicAltered answer) {
        return new AlteredTopic(
                summary(answer.getTopic()),
                answer.getPartitionsBefore(),
                new MovedKeys(answer.getMovedKeys(), answer.getMovedKeysOf()));
    }

    static TopicSummary summary(TopicInfo info) {
        return summary(info.getTopic(), info.getTopicId(), info.getPartitionsCount(), info.getConfig());
    }

    static TopicSummary summary(io.varve.protocol.wire.TopicSummary topic) {
        return summary(topic.getTopic(), topic.getTopicId(), topic.getPartitions(), topic.getConfig());
    }

    static PartitionDescription partition(PartitionInfo info, Optional<Address> owner) {
        Broker broker = owner.map(address -> new Broker("", address.host(), address.port()))
                .orElse(new Broker("", "", 0));
        return new PartitionDescription(
                info.getPartition(),
                info.getShard(),
                broker,
                info.getFirstOffset(),
                info.getNextOffset(),
                info.getMemoryBytes(),
                info.getLedgerBytes(),
                info.getObjectBytes(),
                info.getLastAppendMs() == 0 ? Optional.empty() : Optional.of(time(info.getLastAppendMs())));
    }

    static ReplayPlan plan(io.varve.protocol.wire.ReplayPlan plan) {
        return new ReplayPlan(
                plan.getRangesList().stream()
                        .map(range -> new ReplayPlan.Range(
                                range.getObjectKey(),
                                range.getFirstOffset(),
                                range.getEndOffset(),
                                range.getPosition(),
                                range.getLength(),
                                range.getObjectBytes()))
                        .toList(),
                plan.getFirstOffset(),
                plan.getEndOffset(),
                plan.getObjectStore(),
                time(plan.getValidUntilMs()));
    }

    static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static TopicSummary summary(
            String name, com.google.protobuf.ByteString id, int partitions, TopicConfig config) {
        Optional<Duration> retention = Optional.empty();
        if (config.getRetentionMs() == KEPT_FOR_EVER) {
            retention = Optional.of(NewTopic.FOR_EVER);
        } else if (config.getRetentionMs() > 0) {
            retention = Optional.of(Duration.ofMillis(config.getRetentionMs()));
        }
        return new TopicSummary(
                TopicName.parse(name).shortName(),
                TopicIds.of(id),
                partitions,
                retention,
                config.getRetentionBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(config.getRetentionBytes()),
                config.getDedupWindowMs() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(config.getDedupWindowMs())));
    }
}
