/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka through its Java client. Settings are keys of producers and consumers, each given to those that know it. All senders share
 * one producer, which is what Kafka's own documentation says is generally faster.
 */
final class KafkaDriver implements Driver {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration READABLE_WITHIN = Duration.ofSeconds(60);

    private final String servers;
    private final Map<String, String> settings;
    private final Admin admin;

    /** Null until the first sender is opened: a process that only reads has none. Guarded by this. */
    private @Nullable Producer<byte[], byte[]> producer;

    KafkaDriver(String servers, Map<String, String> settings) {
        settings.keySet().stream()
                .filter(key -> !ProducerConfig.configNames().contains(key)
                        && !ConsumerConfig.configNames().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("neither producers nor consumers of Kafka know " + key);
                });
        this.servers = servers;
        this.settings = Map.copyOf(settings);
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    @Override
    public void createTopics(List<String> topics, int partitions) {
        try {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.empty()))
                            .toList())
                    .all()
                    .get();
            while (!haveLeaders(topics)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (ExecutionException e) {
            throw new KafkaException("topics aren't there: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean haveLeaders(List<String> topics) throws InterruptedException {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(topics).allTopicNames().get();
            return found.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            // A broker that hasn't heard of them yet.
            return false;
        }
    }

    @Override
    public synchronized Sender openSender(String topic) {
        Producer<byte[], byte[]> shared = producer;
        if (shared == null) {
            shared = new KafkaProducer<>(
                    configuration(ProducerConfig.configNames()), new ByteArraySerializer(), new ByteArraySerializer());
            producer = shared;
        }
        return new KafkaSender(shared, topic);
    }

    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        Map<String, Object> configuration = configuration(ConsumerConfig.configNames());
        configuration.put("group.id", group);
        configuration.put("auto.offset.reset", "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(topics);
        return new KafkaReceiver(consumer);
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        Map<String, Object> configuration = configuration(ConsumerConfig.configNames());
        configuration.put("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .collect(Collectors.toSet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long progressed = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                int read = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                    if (end != null && record.offset() < end) {
                        sink.record(record.value());
                    }
                    read++;
                }
                if (read > 0) {
                    progressed = System.nanoTime();
                } else if (System.nanoTime() - progressed > READABLE_WITHIN.toNanos()) {
                    throw new KafkaException("nothing more to read before the end of " + topics);
                }
            }
        }
    }

    private Map<String, Object> configuration(Set<String> known) {
        Map<String, Object> configuration = new HashMap<>();
        settings.forEach((key, value) -> {
            if (known.contains(key)) {
                configuration.put(key, value);
            }
        });
        configuration.put("bootstrap.servers", servers);
        return configuration;
    }

    private static KafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted", e);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
        admin.close();
    }
}
