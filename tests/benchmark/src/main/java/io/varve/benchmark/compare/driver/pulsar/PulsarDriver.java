/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;

/**
 * Pulsar through its Java client. Settings are {@link PulsarSettings}.
 */
final class PulsarDriver implements Driver {
    private final PulsarClient client;
    private final PulsarTopics topics;
    private final PulsarSettings settings;

    private PulsarDriver(PulsarClient client, PulsarTopics topics, PulsarSettings settings) {
        this.client = client;
        this.topics = topics;
        this.settings = settings;
    }

    static PulsarDriver open(String servers, Map<String, String> settings) {
        String[] urls = servers.split(",");
        if (urls.length != 2) {
            throw new IllegalArgumentException("servers are the URLs of broker and administration, not " + servers);
        }
        PulsarSettings known = new PulsarSettings(settings);
        try {
            PulsarClient client =
                    known.on(PulsarClient.builder()).serviceUrl(urls[0]).build();
            return new PulsarDriver(client, new PulsarTopics(urls[1]), known);
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void createTopics(List<String> names, int partitions) {
        names.forEach(name -> topics.create(name, partitions));
    }

    @Override
    public Sender openSender(String topic) {
        try {
            return new PulsarSender(settings.on(client.newProducer())
                    .topic(topics.fullName(topic))
                    .blockIfQueueFull(true)
                    .create());
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Receiver openReceiver(List<String> names, String group) {
        try {
            return new PulsarReceiver(settings.on(client.newConsumer())
                    .topics(names.stream().map(topics::fullName).toList())
                    .subscriptionName(group)
                    .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                    .subscribe());
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody may write meanwhile: the end is where the broker has no more. */
    @Override
    public void readAll(List<String> names, RecordSink sink) {
        for (String name : names) {
            for (String partition :
                    client.getPartitionsForTopic(topics.fullName(name), false).join()) {
                try (Reader<byte[]> reader = client.newReader()
                        .topic(partition)
                        .startMessageId(MessageId.earliest)
                        .create()) {
                    while (reader.hasMessageAvailable()) {
                        Message<byte[]> message = reader.readNext();
                        sink.record(message.getData());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (PulsarClientException e) {
            throw new UncheckedIOException(e);
        }
    }
}
