/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.DeletedTopics;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.DeletedTopicList;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.ListDeletedTopics;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.TopicInfo;
import io.varve.shard.TopicDeletions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeletedTopicTest {

    @Test
    void isRestoredWithItsRecordsBeforeItsTimeAndGivenUpAfterIt() throws Exception {
        AtomicLong now = new AtomicLong(System.currentTimeMillis());
        try (MemoryBroker broker = MemoryBroker.start(MemoryBroker.config());
                ClusterReader cluster = new ClusterReader(broker.metadata);
                DeletedTopics deleted = new DeletedTopics(broker.metadata, cluster);
                RawClient client = broker.connect()) {
            TopicDeletions deletions =
                    new TopicDeletions(deleted, broker.shards, () -> Instant.ofEpochMilli(now.get()));
            ByteString topicId = client.createTopic("orders", 2).getTopicId();
            client.produce(topicId, "abc");
            client.receive();
            RestoreTopic restore = RestoreTopic.newBuilder().setTopicId(topicId).build();

            DeletedTopicInfo kept = delete(client);
            deletions.poll().get(10, TimeUnit.SECONDS);
            assertThat(ErrorCode.of(client.refused(CommandType.FIND_OFFSET, latest(topicId))
                            .getCode()))
                    .isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
            DeletedTopicList list = (DeletedTopicList)
                    client.ask(CommandType.LIST_DELETED_TOPICS, ListDeletedTopics.getDefaultInstance());
            assertThat(list.getTopicsList()).containsExactly(kept);
            TopicInfo restored = (TopicInfo) client.ask(CommandType.RESTORE_TOPIC, restore);
            assertThat(restored.getTopicId()).isEqualTo(topicId);
            OffsetFound end = (OffsetFound) client.ask(CommandType.FIND_OFFSET, latest(topicId));
            assertThat(end.getOffset()).isEqualTo(1);

            now.set(delete(client).getFinalMs());
            UUID id = TopicIds.of(topicId);
            Eventually.holds("all shards have given it up", () -> {
                deletions.poll().join();
                return deleted.get(id).join().isEmpty();
            });
            assertThat(ErrorCode.of(
                            client.refused(CommandType.RESTORE_TOPIC, restore).getCode()))
                    .isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
        }
    }

    @Test
    void isGivenUpBeforeItsTimeWhenItIsPurged() throws Exception {
        try (MemoryBroker broker = MemoryBroker.start(MemoryBroker.config());
                ClusterReader cluster = new ClusterReader(broker.metadata);
                DeletedTopics deleted = new DeletedTopics(broker.metadata, cluster);
                RawClient client = broker.connect()) {
            TopicDeletions deletions = new TopicDeletions(deleted, broker.shards, InstantSource.system());
            ByteString topicId = client.createTopic("orders", 2).getTopicId();
            PurgeTopic purge = PurgeTopic.newBuilder().setTopicId(topicId).build();
            assertThat(ErrorCode.of(
                            client.refused(CommandType.PURGE_TOPIC, purge).getCode()))
                    .isEqualTo(ErrorCode.TOPIC_NOT_FOUND);

            delete(client);
            client.ask(CommandType.PURGE_TOPIC, purge);
            DeletedTopicList kept = (DeletedTopicList)
                    client.ask(CommandType.LIST_DELETED_TOPICS, ListDeletedTopics.getDefaultInstance());
            assertThat(kept.getTopicsList()).isEmpty();
            Eventually.holds("all shards have given it up", () -> {
                deletions.poll().join();
                return deleted.get(TopicIds.of(topicId)).join().isEmpty();
            });
        }
    }

    private static DeletedTopicInfo delete(RawClient client) throws Exception {
        return (DeletedTopicInfo) client.ask(
                CommandType.DELETE_TOPIC,
                DeleteTopic.newBuilder().setTopic("orders").build());
    }

    private static FindOffset latest(ByteString topicId) {
        return FindOffset.newBuilder()
                .setTopicId(topicId)
                .setQuery(OffsetQuery.OFFSET_LATEST)
                .build();
    }
}
