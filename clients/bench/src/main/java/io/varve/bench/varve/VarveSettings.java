/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.client.VarveClientBuilder;
import io.varve.client.consumer.StreamConsumerBuilder;
import io.varve.client.producer.Acks;
import io.varve.client.producer.ProducerBuilder;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.unit.Durations;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What can be set of the client: its builders' methods by their names. Sizes are in bytes, times like {@code 5s}, choices in lower
 * case. What isn't set is left to the client, but for {@code autoCommit}: consumers commit every 5 s, as others do by default,
 * for one that never commits does less than any user's.
 *
 * <p>Beside the builders' there is {@code messageIds}: {@code true} gives each record an id of its own, and has topics that are
 * made remember ids for a day.
 */
final class VarveSettings {
    private static final Map<String, BiConsumer<VarveClientBuilder, String>> CLIENT = Map.of(
            "ioThreads", (client, value) -> client.ioThreads(Integer.parseInt(value)),
            "requestTimeout", (client, value) -> client.requestTimeout(Durations.parse(value)));

    private static final Map<String, BiConsumer<ProducerBuilder<?>, String>> PRODUCER = Map.of(
            "acks", (producer, value) -> producer.acks(Acks.valueOf(value.toUpperCase(Locale.ROOT))),
            "idempotent", (producer, value) -> producer.idempotent(Boolean.parseBoolean(value)),
            "compression", (producer, value) -> producer.compression(Codec.valueOf(value.toUpperCase(Locale.ROOT))),
            "batchBytes", (producer, value) -> producer.batchBytes(Integer.parseInt(value)),
            "memoryBytes", (producer, value) -> producer.memoryBytes(Integer.parseInt(value)),
            "deliveryTimeout", (producer, value) -> producer.deliveryTimeout(Durations.parse(value)));

    private static final Map<String, BiConsumer<StreamConsumerBuilder<?>, String>> CONSUMER = Map.of(
            "sessionTimeout", (consumer, value) -> consumer.sessionTimeout(Durations.parse(value)),
            "maxPollInterval", (consumer, value) -> consumer.maxPollInterval(Durations.parse(value)),
            "autoCommit", (consumer, value) -> consumer.autoCommit(Durations.parse(value)),
            "bufferBytes", (consumer, value) -> consumer.bufferBytes(Integer.parseInt(value)),
            "maxPollRecords", (consumer, value) -> consumer.maxPollRecords(Integer.parseInt(value)));

    private static final String MESSAGE_IDS = "messageIds";

    /** What isn't left to the client. */
    static final Map<String, String> UNLESS_SET = Map.of("autoCommit", "5s");

    private final Map<String, String> values;

    private VarveSettings(Map<String, String> values) {
        this.values = values;
    }

    /** Checks the names; values are checked where they are applied. */
    static VarveSettings parse(Map<String, String> settings) {
        TreeSet<String> known = new TreeSet<>(CLIENT.keySet());
        known.addAll(PRODUCER.keySet());
        known.addAll(CONSUMER.keySet());
        known.add(MESSAGE_IDS);
        settings.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> {
            throw new IllegalArgumentException("the client has no setting " + name + "; there are " + known);
        });
        Map<String, String> values = new TreeMap<>(settings);
        UNLESS_SET.forEach(values::putIfAbsent);
        return new VarveSettings(values);
    }

    boolean hasMessageIds() {
        return Boolean.parseBoolean(values.get(MESSAGE_IDS));
    }

    void apply(VarveClientBuilder client) {
        apply(CLIENT, client);
    }

    void apply(ProducerBuilder<?> producer) {
        apply(PRODUCER, producer);
    }

    void apply(StreamConsumerBuilder<?> consumer) {
        apply(CONSUMER, consumer);
    }

    private <B> void apply(Map<String, BiConsumer<B, String>> settings, B builder) {
        values.forEach((name, value) -> {
            BiConsumer<B, String> setting = settings.get(name);
            if (setting != null) {
                set(setting, builder, name, value);
            }
        });
    }

    private static <B> void set(BiConsumer<B, String> setting, B builder, String name, String value) {
        try {
            setting.accept(builder, value);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("setting " + name + " is '" + value + "': " + e.getMessage(), e);
        }
    }
}
