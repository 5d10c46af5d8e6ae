/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import io.varve.bench.driver.Sender;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends to one topic through a producer that it shares with others. */
final class KafkaSender implements Sender {
    private final Producer<byte[], byte[]> producer;
    private final String topic;

    /** Borrows the producer. */
    KafkaSender(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        var unused = producer.send(
                new ProducerRecord<>(topic, key, value), (metadata, failure) -> acknowledgement.acknowledged(failure));
    }

    /** Others may go on. */
    @Override
    public void close() {
        producer.flush();
    }
}
