/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.pulsar.client.api.ClientBuilder;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.ProducerBuilder;
import org.apache.pulsar.client.api.SizeUnit;

/**
 * The settings of a driver, given to the parts of Pulsar's client that they are for. They have the names of Pulsar's own
 * configuration maps, which themselves would take any key and ignore those that they don't know.
 */
final class PulsarSettings {
    private static final Map<String, BiConsumer<ClientBuilder, String>> CLIENT = Map.of(
            "numIoThreads", (builder, value) -> builder.ioThreads(Integer.parseInt(value)),
            "connectionsPerBroker", (builder, value) -> builder.connectionsPerBroker(Integer.parseInt(value)),
            "memoryLimitBytes", (builder, value) -> builder.memoryLimit(Long.parseLong(value), SizeUnit.BYTES));

    private static final Map<String, BiConsumer<ProducerBuilder<byte[]>, String>> PRODUCER = Map.of(
            "batchingEnabled", (builder, value) -> builder.enableBatching(Boolean.parseBoolean(value)),
            "batchingMaxPublishDelayMicros",
                    (builder, value) -> builder.batchingMaxPublishDelay(Long.parseLong(value), TimeUnit.MICROSECONDS),
            "batchingMaxMessages", (builder, value) -> builder.batchingMaxMessages(Integer.parseInt(value)),
            "batchingMaxBytes", (builder, value) -> builder.batchingMaxBytes(Integer.parseInt(value)),
            "maxPendingMessages", (builder, value) -> builder.maxPendingMessages(Integer.parseInt(value)));

    private static final Map<String, BiConsumer<ConsumerBuilder<byte[]>, String>> CONSUMER =
            Map.of("receiverQueueSize", (builder, value) -> builder.receiverQueueSize(Integer.parseInt(value)));

    private final Map<String, String> settings;

    /** @param settings as a user gives them; an unknown one is an IllegalArgumentException */
    PulsarSettings(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(key -> !CLIENT.containsKey(key) && !PRODUCER.containsKey(key) && !CONSUMER.containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown setting " + key);
                });
        this.settings = new TreeMap<>(settings);
    }

    ClientBuilder on(ClientBuilder builder) {
        return apply(CLIENT, builder);
    }

    ProducerBuilder<byte[]> on(ProducerBuilder<byte[]> builder) {
        return apply(PRODUCER, builder);
    }

    ConsumerBuilder<byte[]> on(ConsumerBuilder<byte[]> builder) {
        return apply(CONSUMER, builder);
    }

    private <B> B apply(Map<String, BiConsumer<B, String>> setters, B builder) {
        settings.forEach((key, value) -> {
            BiConsumer<B, String> setter = setters.get(key);
            if (setter != null) {
                setter.accept(builder, value);
            }
        });
        return builder;
    }
}
