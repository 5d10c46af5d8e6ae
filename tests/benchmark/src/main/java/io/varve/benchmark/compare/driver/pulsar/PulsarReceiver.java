/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.PulsarClientException;

/** One consumer of Pulsar, of a subscription of its own; it acknowledges all that a poll gave at once, for each partition. */
final class PulsarReceiver implements Receiver {
    private static final int MOST = 1_000;

    private final Consumer<byte[]> consumer;

    PulsarReceiver(Consumer<byte[]> consumer) {
        this.consumer = consumer;
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        try {
            int count = 0;
            Map<String, Message<byte[]>> last = new HashMap<>();
            Message<byte[]> message = consumer.receive((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
            while (message != null) {
                sink.record(message.getData());
                last.put(message.getTopicName(), message);
                count++;
                message = count < MOST ? consumer.receive(0, TimeUnit.MILLISECONDS) : null;
            }
            for (Message<byte[]> each : last.values()) {
                var unused = consumer.acknowledgeCumulativeAsync(each);
            }
            return count;
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }
}
