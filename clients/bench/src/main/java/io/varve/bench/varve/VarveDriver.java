/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.consumer.StreamConsumerBuilder;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerBuilder;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One client of Varve. */
final class VarveDriver implements Driver {
    private static final Duration DEDUP_WINDOW = Duration.ofDays(1);

    private final VarveClient client;
    private final VarveSettings settings;

    VarveDriver(VarveClient client, VarveSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    @Override
    public void createTopics(List<String> topics, int partitions) {
        for (String name : topics) {
            NewTopic topic = NewTopic.of(name, partitions);
            client.admin().createTopic(settings.hasMessageIds() ? topic.dedupWindow(DEDUP_WINDOW) : topic);
        }
    }

    @Override
    public Sender openSender(String topic) {
        ProducerBuilder<byte[]> producer = client.newProducer(Schema.bytes()).topic(topic);
        settings.apply(producer);
        return new VarveSender(
                producer.create(), settings.hasMessageIds() ? new MessageIds() : UnaryOperator.identity());
    }

    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        StreamConsumerBuilder<byte[]> consumer = client.newStreamConsumer(Schema.bytes())
                .topics(topics.toArray(String[]::new))
                .group(group);
        settings.apply(consumer);
        return new VarveReceiver(consumer.create());
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        topics.forEach(topic -> TopicReading.readToEnd(client, topic, sink));
    }

    @Override
    public void close() {
        client.close();
    }

    /** Gives records ids that no other sender has, as long as those of most programs. */
    private static final class MessageIds implements UnaryOperator<ProducerRecord<byte[]>> {
        private final long sender = ThreadLocalRandom.current().nextLong();
        private long sequence;

        @Override
        public ProducerRecord<byte[]> apply(ProducerRecord<byte[]> record) {
            return record.messageId(new UUID(sender, sequence++).toString());
        }
    }

    private record VarveSender(Producer<byte[]> producer, UnaryOperator<ProducerRecord<byte[]>> finish)
            implements Sender {
        @Override
        public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
            ProducerRecord<byte[]> record = ProducerRecord.of(value);
            var unused = producer.send(finish.apply(key == null ? record : record.key(key)))
                    .whenComplete((position, failure) -> acknowledgement.acknowledged(failure));
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private record VarveReceiver(StreamConsumer<byte[]> consumer) implements Receiver {
        @Override
        public int poll(Duration timeout, RecordSink sink) {
            List<ReceivedRecord<byte[]>> records = consumer.poll(timeout);
            for (ReceivedRecord<byte[]> record : records) {
                sink.record(TopicReading.value(record));
            }
            return records.size();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
