/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.fake.Fault;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamConsumerTest extends ConsumerFixture {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void readsFromTheEarliestRecordAndGoesOnWhereTheGroupCommitted() {
        cluster.topic("orders", 2);
        produce(2, 0, 100);
        try (StreamConsumer<String> consumer = consumer().create()) {
            assertThat(read(consumer, 200)).hasSize(200);
            assertThat(consumer.assignment()).hasSize(2);
            consumer.commitSync();
        }
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(100);
        produce(2, 100, 110);
        try (StreamConsumer<String> consumer = consumer().create()) {
            List<ReceivedRecord<String>> records = read(consumer, 20);
            assertThat(values(records, 0)).isEqualTo(numbers(100, 110));
            assertThat(values(records, 1)).isEqualTo(numbers(100, 110));
        }
    }

    @Test
    void commitsNothingByItself() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 10);
        }
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(-1);
    }

    @Test
    void commitsByItselfWhatEarlierPollsReturnedWhenToldTo() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer =
                consumer().autoCommit(Duration.ofMillis(1)).create()) {
            read(consumer, 10);
            while (cluster.groups().committed("billing", "orders", 0) < 10) {
                consumer.poll(SHORT);
            }
            produce(1, 10, 15);
            read(consumer, 5);
        }
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(15);
    }

    @Test
    void handsAPartitionOnOnlyAfterItsListenerHasReturned() {
        cluster.topic("orders", 4);
        produce(4, 0, 10);
        Log log = new Log();
        try (StreamConsumer<String> first = consumer().listener(log).create()) {
            log.consumer = first;
            read(first, 40);
            try (StreamConsumer<String> second = consumer().create()) {
                List<ReceivedRecord<String>> seconds = new ArrayList<>();
                // The first doesn't poll, so it keeps what it has.
                for (int i = 0; i < 5; i++) {
                    assertThat(second.poll(SHORT)).isEmpty();
                }
                while (second.assignment().size() < 2) {
                    seconds.addAll(second.poll(SHORT));
                    first.poll(SHORT);
                }
                assertThat(log.revoked).isEqualTo(second.assignment());
                assertThat(first.assignment()).hasSize(2).doesNotContainAnyElementsOf(second.assignment());
                // What the first committed in its listener doesn't come again.
                assertThat(second.poll(SHORT)).isEmpty();
                assertThat(seconds).isEmpty();
                produce(4, 10, 20);
                assertThat(read(first, 20)).extracting(ReceivedRecord::source).allMatch(first.assignment()::contains);
                assertThat(read(second, 20)).extracting(ReceivedRecord::source).allMatch(second.assignment()::contains);
            }
            while (first.assignment().size() < 4) {
                first.poll(SHORT);
            }
        }
        assertThat(cluster.groups().members("billing")).isZero();
    }

    @Test
    void anExpiredMemberLosesItsPartitionsAndJoinsAgain() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        Log log = new Log();
        try (StreamConsumer<String> consumer = consumer().listener(log).create()) {
            read(consumer, 10);
            consumer.commitSync(Map.of(FIRST, 4L));
            cluster.groups().expireAll("billing");
            assertThat(values(read(consumer, 6), 0)).isEqualTo(numbers(4, 10));
            assertThat(log.lost).containsExactly(FIRST);
            assertThat(log.assignments).isEqualTo(2);
            consumer.commitSync();
        }
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(10);
    }

    @Test
    void refusesACommitOfAPartitionThatIsNotHeld() {
        cluster.topic("orders", 1);
        try (StreamConsumer<String> consumer = consumer().create()) {
            assertCode(
                    () -> consumer.commitSync(Map.of(new TopicPartition("orders", 7), 1L)), ErrorCode.INVALID_COMMIT);
        }
    }

    @Test
    void progressMovesBackOnlyAfterASeek() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 10);
            consumer.commitSync();
            assertCode(() -> consumer.commitSync(Map.of(FIRST, 3L)), ErrorCode.INVALID_COMMIT);
            consumer.seek(FIRST, 3);
            consumer.commitSync();
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(3);
            assertThat(values(read(consumer, 7), 0)).isEqualTo(numbers(3, 10));
            assertCode(() -> consumer.commitSync(Map.of(FIRST, 2L)), ErrorCode.INVALID_COMMIT);
        }
    }

    @Test
    void commitsReachTheGroupInTheOrderOfTheirCalls() {
        cluster.topic("orders", 1);
        produce(1, 0, 100);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 100);
            cluster.rule(CommandType.COMMIT_OFFSETS, Fault.Rule.first(3, Fault.error(ErrorCode.UNAVAILABLE)));
            List<CompletableFuture<Void>> commits = new ArrayList<>();
            for (long offset = 1; offset <= 20; offset++) {
                commits.add(consumer.commitAsync(Map.of(FIRST, offset)));
            }
            commits.forEach(CompletableFuture::join);
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(20);
            assertThat(cluster.count(CommandType.COMMIT_OFFSETS)).isEqualTo(23);
        }
    }

    @Test
    void aSeekInTheListenerComesBeforeTheFirstRecord() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        Log log = new Log();
        log.seekTo = 7;
        try (StreamConsumer<String> consumer = consumer().listener(log).create()) {
            log.consumer = consumer;
            assertThat(values(read(consumer, 3), 0)).isEqualTo(numbers(7, 10));
        }
    }

    @Test
    void startsANewGroupWhereItIsTold() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer =
                consumer().from(StartPosition.at(6)).create()) {
            assertThat(values(read(consumer, 4), 0)).isEqualTo(numbers(6, 10));
        }
    }

    @Test
    void deliversNothingOfAPausedPartition() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer = consumer().maxPollRecords(1).create()) {
            read(consumer, 4);
            consumer.pause(Set.of(FIRST));
            assertThat(consumer.poll(SHORT)).isEmpty();
            consumer.resume(Set.of(FIRST));
            assertThat(values(read(consumer, 6), 0)).isEqualTo(numbers(4, 10));
        }
    }

    @Test
    void staysAMemberWhenTheGroupMovesAndConnectionsAreCut() {
        cluster.topic("orders", 2);
        produce(2, 0, 10);
        Log log = new Log();
        try (StreamConsumer<String> consumer = consumer().listener(log).create()) {
            read(consumer, 20);
            cluster.groups().move(1);
            consumer.commitSync();
            cluster.broker(0).cutConnections();
            cluster.broker(1).cutConnections();
            produce(2, 10, 20);
            read(consumer, 20);
            consumer.commitSync();
            assertThat(log.lost).isEmpty();
            assertThat(log.revoked).isEmpty();
        }
        assertThat(cluster.groups().committed("billing", "orders", 1)).isEqualTo(20);
    }

    @Test
    void leavesWhenItPollsNoMoreAndJoinsAgainWithTheNextPoll() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        Log log = new Log();
        try (StreamConsumer<String> consumer =
                consumer().listener(log).maxPollInterval(Duration.ofMillis(200)).create()) {
            read(consumer, 10);
            while (cluster.groups().members("billing") > 0) {
                Thread.onSpinWait();
            }
            assertThat(read(consumer, 10)).hasSize(10);
            assertThat(log.lost).containsExactly(FIRST);
        }
    }

    @Test
    void aFailingListenerFailsThePollButNotTheChange() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        RebalanceListener failing = new RebalanceListener() {
            @Override
            public void onAssigned(Collection<TopicPartition> partitions) {
                throw new IllegalStateException("from the listener");
            }
        };
        try (StreamConsumer<String> consumer = consumer().listener(failing).create()) {
            assertThatThrownBy(() -> consumer.poll(LONG)).hasMessage("from the listener");
            assertThat(consumer.assignment()).containsExactly(FIRST);
            assertThat(read(consumer, 10)).hasSize(10);
        }
    }

    @Test
    void pollsWithoutWaitingToo() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (StreamConsumer<String> consumer = consumer().create()) {
            List<ReceivedRecord<String>> records = new ArrayList<>();
            while (records.size() < 10) {
                records.addAll(consumer.pollAsync(LONG).join());
            }
            assertThat(values(records, 0)).isEqualTo(numbers(0, 10));
        }
    }

    @Test
    void isNotCreatedWithoutItsTopicsOrItsGroup() {
        assertCode(() -> consumer().create(), ErrorCode.TOPIC_NOT_FOUND);
        cluster.topic("orders", 1);
        assertCode(() -> consumer().group("a/b").create(), ErrorCode.INVALID_NAME);
        cluster.rule(CommandType.JOIN_GROUP, Fault.Rule.always(Fault.error(ErrorCode.INVALID_ARGUMENT)));
        assertCode(() -> consumer().create(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void closingEndsAWaitingPollOfAnotherThread() {
        cluster.topic("orders", 1);
        StreamConsumer<String> consumer = consumer().create();
        CompletableFuture<List<ReceivedRecord<String>>> polling =
                CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        while (consumer.assignment().isEmpty()) {
            Thread.onSpinWait();
        }
        consumer.close();
        assertThat(polling.handle((records, failure) -> failure != null || records.isEmpty())
                        .join())
                .isTrue();
        assertCode(() -> consumer.poll(LONG), ErrorCode.CLOSED);
        assertThat(cluster.groups().members("billing")).isZero();
    }

    @Test
    void membersThatComeAndGoDeliverEverythingAtLeastOnceAndInOrder() {
        cluster.topic("orders", 6);
        Map<TopicPartition, TreeSet<Integer>> seen = new TreeMap<>();
        List<StreamConsumer<String>> members = new ArrayList<>();
        produce(6, 0, 50);
        for (int round = 1; round <= 6; round++) {
            if (round % 3 == 0) {
                members.remove(0).close();
            } else {
                members.add(consumer().maxPollRecords(17).create());
            }
            produce(6, round * 50, round * 50 + 50);
            int wanted = 6 * (round + 1) * 50;
            while (seen.values().stream().mapToInt(TreeSet::size).sum() < wanted) {
                for (StreamConsumer<String> member : members) {
                    Map<TopicPartition, Integer> last = new TreeMap<>();
                    for (ReceivedRecord<String> record : member.poll(Duration.ofMillis(3))) {
                        int number = Integer.parseInt(String.valueOf(record.value()));
                        seen.computeIfAbsent(record.source(), partition -> new TreeSet<>())
                                .add(number);
                        assertThat(number).isGreaterThan(last.getOrDefault(record.source(), -1));
                        last.put(record.source(), number);
                    }
                    member.commitSync();
                }
            }
        }
        seen.forEach((partition, numbers) -> assertThat(numbers).hasSize(350));
        for (int partition = 0; partition < 6; partition++) {
            assertThat(cluster.groups().committed("billing", "orders", partition))
                    .isEqualTo(350);
        }
    }

    @Test
    void seeksToATimeWhileItReads() {
        cluster.topic("orders", 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 10; i++) {
                producer.send(ProducerRecord.of("" + i).eventTime(Instant.ofEpochMilli(1_000 + i)))
                        .join();
            }
        }
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 10);
            consumer.commitSync();
            consumer.seek(FIRST, Instant.ofEpochMilli(1_006));
            assertThat(consumer.position(FIRST)).isEmpty();
            assertThat(values(read(consumer, 4), 0)).isEqualTo(numbers(6, 10));
        }
    }

    /** What a listener was told; commits when it has to release. */
    private static final class Log implements RebalanceListener {
        private final Set<TopicPartition> revoked = new TreeSet<>();
        private final Set<TopicPartition> lost = new TreeSet<>();
        private @Nullable StreamConsumer<String> consumer;
        private int assignments;
        private long seekTo = -1;

        @Override
        public void onAssigned(Collection<TopicPartition> partitions) {
            assignments++;
            if (seekTo >= 0) {
                partitions.forEach(partition -> Objects.requireNonNull(consumer).seek(partition, seekTo));
            }
        }

        @Override
        public void onRevoked(Collection<TopicPartition> partitions) {
            revoked.addAll(partitions);
            if (consumer != null) {
                consumer.commitSync();
            }
        }

        @Override
        public void onLost(Collection<TopicPartition> partitions) {
            lost.addAll(partitions);
        }
    }
}
