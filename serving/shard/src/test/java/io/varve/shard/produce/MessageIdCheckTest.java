/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.IdHash;
import io.varve.log.record.MessageIdMark;
import io.varve.log.record.PartitionOpened;
import io.varve.log.record.SideData;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.shard.state.DedupSection;
import io.varve.shard.state.DedupWindow;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.ShardState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdCheckTest {
    private static final long WINDOW_MS = 80_000;
    private static final IdHash ID = new IdHash(1, 2);

    private final TopicRecord topic = TopicRecord.create(
            UUID.randomUUID(),
            TopicName.parse("orders"),
            1,
            ShardSet.ofFirst(1, ShardSet.DEFAULT, new ShardClass("any", 1, 1, 1)),
            new TopicConfig(0, 0, WINDOW_MS, Map.of()),
            1,
            0);
    private final PartitionKey key = new PartitionKey(topic.topicId(), 0);
    private final ShardState state = new ShardState();

    private MessageIdMark place(long nowMs) {
        return MessageIdCheck.place(topic, state.dedup(key), state.dedupIds(), nowMs, ID);
    }

    private DedupWindow remember(int ids, long appendMs) {
        state.apply(new PartitionOpened(key.topicId(), 0, 0, 0, 1), appendMs);
        ByteBuf batch;
        try (BatchBuilder builder =
                new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.NONE, 1 << 10, BatchLimits.DEFAULT)) {
            builder.append(1, null, new byte[1], List.of());
            batch = builder.build();
        }
        for (int i = 0; i < ids; i++) {
            SideData mark = new SideData(List.of(new MessageIdMark(new IdHash(i, i), 0, i).toItem()));
            state.apply(new BatchRecord(key.topicId(), 0, 0, i, 1, 1, null, mark), batch, 0, appendMs);
        }
        batch.release();
        return Objects.requireNonNull(state.dedup(key));
    }

    @Test
    void aSectionTakesAnEighthOfTheWindow() {
        assertThat(place(0)).isEqualTo(new MessageIdMark(ID, 0, 0));
        remember(3, 1_000);

        assertThat(place(1_000 + WINDOW_MS / 8)).isEqualTo(new MessageIdMark(ID, 0, 3));
        assertThat(place(1_001 + WINDOW_MS / 8)).isEqualTo(new MessageIdMark(ID, 1, 0));
    }

    @Test
    void aSectionThatIsFullIsFollowedByTheNext() {
        remember(DedupSection.MAX_IDS, 1_000);

        assertThat(state.dedupIds()).isEqualTo(DedupSection.MAX_IDS);
        assertThat(place(1_000)).isEqualTo(new MessageIdMark(ID, 1, 0));
    }

    @Test
    void aShardThatRemembersAsManyAsItMayIsBusy() {
        assertThatThrownBy(() -> MessageIdCheck.place(topic, null, MessageIdCheck.MAX_IDS, 0, ID))
                .isInstanceOfSatisfying(
                        VarveException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.BUSY))
                .hasMessageContaining("1048576")
                .hasMessageContaining("orders");
        assertThat(MessageIdCheck.place(topic, null, MessageIdCheck.MAX_IDS - 1, 0, ID))
                .isNotNull();
    }
}
