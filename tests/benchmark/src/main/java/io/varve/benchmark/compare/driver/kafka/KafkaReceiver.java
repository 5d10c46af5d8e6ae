/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** One consumer of Kafka. */
final class KafkaReceiver implements Receiver {
    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaReceiver(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sink.record(record.value());
        }
        return records.count();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
