/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A consumer of one topic of a cluster in memory. */
abstract class ConsumerFixture {
    static final Duration LONG = Duration.ofSeconds(20);
    static final TopicPartition FIRST = new TopicPartition("orders", 0);

    final FakeCluster cluster = new FakeCluster(2);
    final VarveClient client = cluster.client(Duration.ofSeconds(2));

    @AfterEach
    void close() {
        client.close(Duration.ofMillis(500));
        cluster.close();
    }

    StreamConsumerBuilder<String> consumer() {
        return client.newStreamConsumer(Schema.string()).group("billing").topics("orders");
    }

    /** The numbers as records of each partition. */
    void produce(int partitions, int from, int to) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                for (int i = from; i < to; i++) {
                    sent.add(producer.send(ProducerRecord.of("" + i).partition(partition)));
                }
            }
            sent.forEach(CompletableFuture::join);
        }
    }

    static List<ReceivedRecord<String>> read(StreamConsumer<String> consumer, int count) {
        List<ReceivedRecord<String>> records = new ArrayList<>();
        while (records.size() < count) {
            records.addAll(consumer.poll(LONG));
        }
        assertThat(records).hasSize(count);
        return records;
    }

    static List<String> values(List<ReceivedRecord<String>> records, int partition) {
        return records.stream()
                .filter(record -> record.partition() == partition)
                .map(record -> String.valueOf(record.value()))
                .toList();
    }

    static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add("" + i);
        }
        return numbers;
    }

    static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                .isEqualTo(code));
    }
}
