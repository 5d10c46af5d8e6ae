/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import io.varve.bench.driver.Sender;
import java.io.UncheckedIOException;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.jspecify.annotations.Nullable;

/** One producer of Pulsar. */
final class PulsarSender implements Sender {
    private final Producer<byte[]> producer;

    PulsarSender(Producer<byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        TypedMessageBuilder<byte[]> message = producer.newMessage().value(value);
        if (key != null) {
            message.keyBytes(key);
        }
        var unused = message.sendAsync().whenComplete((id, failure) -> acknowledgement.acknowledged(failure));
    }

    @Override
    public void close() {
        try {
            producer.flush();
            producer.close();
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }
}
