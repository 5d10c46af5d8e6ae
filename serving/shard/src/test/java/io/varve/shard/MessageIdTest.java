/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.cluster.TopicConfig;
import io.varve.log.record.IdHash;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Produced;
import io.varve.shard.loop.Completions;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.state.DedupSection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageIdTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final ShardFixture fixture = new ShardFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Shard open(Duration window) {
        use(window);
        return fixture.open(ShardFixture.config());
    }

    private void use(Duration window) {
        fixture.useTopic(ShardFixture.topic(new TopicConfig(0, 0, window.toMillis(), Map.of())));
    }

    private Produced produceAs(Shard shard, long producer, int sequence, String id) {
        IdHash hash = IdHash.of(id.getBytes(StandardCharsets.UTF_8));
        return fixture.ask(
                reply -> shard.produce(fixture.topic(), 0, ShardFixture.batch(producer, sequence, id), hash, reply));
    }

    @Test
    void anIdThatWasSeenIsAnsweredWithTheFirstPlaceAndNotStored() throws InterruptedException {
        Shard shard = open(DAY);
        fixture.produce(shard, 0, "before");
        assertThat(fixture.produceOnce(shard, 0, "a").getDuplicate()).isFalse();
        assertThat(fixture.produceOnce(shard, 0, "b").getBaseOffset()).isEqualTo(2);

        Produced again = fixture.produceOnce(shard, 0, "a");

        assertThat(again.getDuplicate()).isTrue();
        assertThat(again.getBaseOffset()).isEqualTo(1);
        assertThat(fixture.produce(shard, 0, "after").getBaseOffset()).isEqualTo(3);
    }

    @Test
    void idsOutliveATakeoverFromTheLogAndFromASnapshot() {
        use(DAY);
        Shard shard = fixture.open(ShardFixture.config(Duration.ZERO, 1_024));
        for (int i = 0; i < 50; i++) {
            fixture.produceOnce(shard, 0, "id-" + i);
        }
        for (int takeover = 0; takeover < 3; takeover++) {
            Shard next = fixture.open(ShardFixture.config(Duration.ZERO, 1_024));
            for (int i = 0; i < 50; i++) {
                Produced again = fixture.produceOnce(next, 0, "id-" + i);
                assertThat(again.getDuplicate()).isTrue();
                assertThat(again.getBaseOffset()).isEqualTo(i);
            }
            assertThat(fixture.produceOnce(next, 0, "new-" + takeover).getDuplicate())
                    .isFalse();
        }
    }

    @Test
    void anIdempotentProducerGoesOnAfterADuplicateAlsoAfterATakeover() {
        Shard shard = open(DAY);
        assertThat(produceAs(shard, 1, 0, "a").getBaseOffset()).isZero();
        assertThat(produceAs(shard, 2, 0, "a").getDuplicate()).isTrue();

        Shard next = fixture.open(ShardFixture.config());

        assertThat(produceAs(next, 2, 0, "a").getBaseOffset()).isZero();
        Produced other = produceAs(next, 2, 1, "b");
        assertThat(other.getDuplicate()).isFalse();
        assertThat(other.getBaseOffset()).isEqualTo(1);
        assertThat(produceAs(next, 1, 1, "b").getDuplicate()).isTrue();
    }

    @Test
    void partitionsRememberApart() {
        Shard shard = open(DAY);
        fixture.produceOnce(shard, 0, "a");

        assertThat(fixture.produceOnce(shard, 1, "a").getDuplicate()).isFalse();
    }

    @Test
    void aBrokerWhoseShardsRememberAsMuchAsTheyMayRefusesNewIdsAlone() {
        MessageIdMemory memory = new MessageIdMemory(2 * DedupSection.LEAST_BYTES - 1);
        fixture.useMessageIds(memory);
        Shard shard = open(DAY);
        for (int i = 0; i < 8; i++) {
            fixture.produceOnce(shard, 0, "id-" + i);
        }
        assertThat(memory.usedBytes()).isEqualTo(DedupSection.LEAST_BYTES);

        isBusy(shard, 1, "another partition");
        assertThat(fixture.produceOnce(shard, 0, "id-7").getDuplicate()).isTrue();
        assertThat(fixture.produce(shard, 0, "without an id").getBaseOffset()).isEqualTo(8);
    }

    @Test
    void aShardThatBringsMoreThanThereIsMemoryForIsOpenedAllTheSame() {
        Shard shard = open(DAY);
        for (int i = 0; i < 100; i++) {
            fixture.produceOnce(shard, 0, "id-" + i);
        }
        MessageIdMemory small = new MessageIdMemory(1_000);
        fixture.useMessageIds(small);

        Shard next = fixture.open(ShardFixture.config());

        assertThat(small.usedBytes()).isGreaterThan(1_000);
        assertThat(fixture.produceOnce(next, 0, "id-99").getBaseOffset()).isEqualTo(99);
        isBusy(next, 0, "new");
        ShardFixture.await(Completions.call(next.loop(), next::close));
        assertThat(small.usedBytes()).isZero();
    }

    @Test
    void whatIsForgottenIsGivenBack() {
        MessageIdMemory memory = new MessageIdMemory(DedupSection.LEAST_BYTES);
        fixture.useMessageIds(memory);
        Shard shard = open(Duration.ofSeconds(1));
        fixture.produceOnce(shard, 0, "a");
        isBusy(shard, 1, "b");

        use(Duration.ZERO);
        fixture.eventually(
                reply -> shard.produce(fixture.topic(), 1, ShardFixture.batch(-1, -1, "c"), null, reply),
                (Produced answer) -> memory.usedBytes() == 0);
    }

    private void isBusy(Shard shard, int partition, String id) {
        assertThatThrownBy(() -> fixture.produceOnce(shard, partition, id))
                .cause()
                .isInstanceOfSatisfying(
                        VarveException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.BUSY))
                .hasMessageContaining("shard.message-id-bytes")
                .hasMessageContaining("orders");
    }

    @Test
    void aTopicWithoutAWindowStoresEveryRecord() {
        Shard shard = open(Duration.ZERO);
        fixture.produceOnce(shard, 0, "a");

        assertThat(fixture.produceOnce(shard, 0, "a").getDuplicate()).isFalse();
    }

    @Test
    void anIdIsForgottenAfterTheWindowAndKeptInIt() {
        Shard shard = open(Duration.ofSeconds(1));
        Produced first = fixture.produceOnce(shard, 0, "a");

        Produced later = fixture.eventually(
                reply -> shard.produce(
                        fixture.topic(),
                        0,
                        ShardFixture.batch(-1, -1, "a"),
                        IdHash.of("a".getBytes(StandardCharsets.UTF_8)),
                        reply),
                answer -> !answer.getDuplicate());

        assertThat(later.getAppendMs() - first.getAppendMs()).isGreaterThan(1_000);
    }
}
