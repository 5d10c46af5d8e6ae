/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import io.varve.bench.driver.Sender;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One producer of Kafka. */
final class KafkaSender implements Sender {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    KafkaSender(KafkaProducer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        var unused = producer.send(
                new ProducerRecord<>(topic, key, value), (metadata, failure) -> acknowledgement.acknowledged(failure));
    }

    @Override
    public void close() {
        producer.close();
    }
}
