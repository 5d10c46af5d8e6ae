/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.PulsarClientException;

/** One consumer of Pulsar; it acknowledges each message by itself, which the library gathers for 100 ms. */
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
            Message<byte[]> message = consumer.receive((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
            while (message != null) {
                sink.record(message.getData());
                var unused = consumer.acknowledgeAsync(message);
                count++;
                message = count < MOST ? consumer.receive(0, TimeUnit.MILLISECONDS) : null;
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
