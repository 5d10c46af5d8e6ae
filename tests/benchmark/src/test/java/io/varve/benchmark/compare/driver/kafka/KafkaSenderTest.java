/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.driver.Sender;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSenderTest {
    private static final byte[] VALUE = {1};

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void theSendersOfAProducerEndByThemselves() {
        Sender first = new KafkaSender(producer, "one");
        Sender second = new KafkaSender(producer, "two");

        first.send(null, VALUE, failure -> {});
        first.close();
        second.send(null, VALUE, failure -> {});

        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("one", "two");
        assertThat(producer.closed()).isFalse();
    }
}
