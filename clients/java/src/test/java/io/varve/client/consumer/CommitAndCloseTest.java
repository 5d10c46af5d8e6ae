/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.fake.Fault;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits and closing when something goes wrong or takes long. */
@Timeout(60)
class CommitAndCloseTest extends ConsumerFixture {
    @Test
    void aSeekInOnePartitionTakesNoOtherBack() {
        cluster.topic("orders", 2);
        produce(2, 0, 10);
        TopicPartition second = new TopicPartition("orders", 1);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 20);
            consumer.commitSync();
            consumer.seek(FIRST, 3);
            assertCode(() -> consumer.commitSync(Map.of(FIRST, 3L, second, 5L)), ErrorCode.INVALID_COMMIT);
            consumer.commitSync(Map.of(FIRST, 3L, second, 10L));
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(3);
            assertThat(cluster.groups().committed("billing", "orders", 1)).isEqualTo(10);
        }
    }

    @Test
    void aFailedCommitTakesBackNextTimeWhatItWasToTakeBackAndNothingElse() {
        cluster.topic("orders", 2);
        produce(2, 0, 10);
        TopicPartition second = new TopicPartition("orders", 1);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 20);
            consumer.commitSync();
            consumer.seek(FIRST, 3);
            cluster.rule(CommandType.COMMIT_OFFSETS, Fault.Rule.first(1, Fault.error(ErrorCode.DAMAGED)));
            assertCode(() -> consumer.commitSync(Map.of(FIRST, 3L, second, 10L)), ErrorCode.DAMAGED);
            assertCode(() -> consumer.commitSync(Map.of(FIRST, 3L, second, 5L)), ErrorCode.INVALID_COMMIT);
            consumer.commitSync();
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(3);
        }
    }

    @Test
    void commitsThatWaitForOthersFailInTheirOwnTime() {
        cluster.topic("orders", 1);
        produce(1, 0, 100);
        try (StreamConsumer<String> consumer = consumer().create()) {
            read(consumer, 100);
            cluster.rule(CommandType.COMMIT_OFFSETS, Fault.Rule.always(Fault.IGNORE));
            List<CompletableFuture<Void>> commits = new ArrayList<>();
            for (long offset = 1; offset <= 60; offset++) {
                commits.add(consumer.commitAsync(Map.of(FIRST, offset)));
            }
            // One after the other they would take two minutes.
            for (CompletableFuture<Void> commit : commits) {
                assertCode(() -> Completion.await(commit), ErrorCode.TIMEOUT);
            }
            cluster.rule(CommandType.COMMIT_OFFSETS, Fault.Rule.always(Fault.NONE));
            consumer.commitSync();
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(100);
        }
    }

    @Test
    void whoCouldNotJoinInTimeDoesNotJoinLater() {
        cluster.topic("orders", 1);
        cluster.rule(CommandType.JOIN_GROUP, Fault.Rule.always(Fault.error(ErrorCode.UNAVAILABLE)));
        assertCode(() -> consumer().create(), ErrorCode.TIMEOUT);
        int joins = cluster.count(CommandType.JOIN_GROUP);
        cluster.rule(CommandType.JOIN_GROUP, Fault.Rule.always(Fault.NONE));
        try (StreamConsumer<String> other = consumer().create()) {
            produce(1, 0, 10);
            assertThat(read(other, 10)).hasSize(10);
            assertThat(cluster.count(CommandType.JOIN_GROUP)).isEqualTo(joins + 1);
        }
    }

    @Test
    void closesInTimeAlthoughNobodyAnswersItsCommit() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        try (VarveClient patient = cluster.client(Duration.ofMinutes(5))) {
            StreamConsumer<String> consumer = patient.newStreamConsumer(Schema.string())
                    .group("billing")
                    .topics("orders")
                    .autoCommit(Duration.ofHours(1))
                    .create();
            read(consumer, 10);
            cluster.rule(CommandType.COMMIT_OFFSETS, Fault.Rule.always(Fault.IGNORE));
            consumer.close(Duration.ofMillis(200));
            assertCode(() -> consumer.poll(LONG), ErrorCode.CLOSED);
        }
    }

    @Test
    void closesInTimeAlthoughAListenerDoesNotReturn() {
        cluster.topic("orders", 1);
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> returns = new CompletableFuture<>();
        RebalanceListener slow = new RebalanceListener() {
            @Override
            public void onAssigned(Collection<TopicPartition> partitions) {
                entered.complete(null);
                returns.join();
            }
        };
        StreamConsumer<String> consumer = consumer().listener(slow).create();
        CompletableFuture<List<ReceivedRecord<String>>> polling =
                CompletableFuture.supplyAsync(() -> consumer.poll(LONG), task -> new Thread(task).start());
        entered.join();
        consumer.close(Duration.ofMillis(100));
        assertThat(polling).isNotDone();
        assertThat(cluster.groups().members("billing")).isZero();
        returns.complete(null);
        assertCode(() -> Completion.await(polling), ErrorCode.CLOSED);
    }

    @Test
    void closingOnAnotherThreadCommitsOnlyWhatIsSurelyDone() {
        cluster.topic("orders", 1);
        produce(1, 0, 10);
        StreamConsumer<String> consumer =
                consumer().autoCommit(Duration.ofHours(1)).maxPollRecords(1).create();
        read(consumer, 4);
        // This thread may still be working on the fourth.
        CompletableFuture.runAsync(consumer::close).join();
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(3);
        StreamConsumer<String> again =
                consumer().autoCommit(Duration.ofHours(1)).maxPollRecords(1).create();
        assertThat(values(read(again, 2), 0)).isEqualTo(numbers(3, 5));
        // The thread that polled says by closing that it is done, also if it closes the client.
        client.close();
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(5);
    }
}
