/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.bookkeeper.client.api.BKException;
import org.apache.bookkeeper.client.api.BookKeeper;
import org.apache.bookkeeper.conf.ClientConfiguration;

/**
 * Ledgers on three bookies, of which two have each entry on disk before it is acknowledged. A partition is a ledger, a record an
 * entry. The one setting is {@code in-flight}: entries on their way at a time, of a sender and partition.
 */
final class BookKeeperDriver implements Driver {
    private static final String IN_FLIGHT = "in-flight";
    private static final int DEFAULT_IN_FLIGHT = 8;

    private final BookKeeper client;
    private final Ledgers ledgers;
    private final int inFlight;

    private BookKeeperDriver(BookKeeper client, int inFlight) {
        this.client = client;
        this.ledgers = new Ledgers(client);
        this.inFlight = inFlight;
    }

    static BookKeeperDriver open(String zooKeeper, Map<String, String> settings) {
        settings.keySet().stream()
                .filter(key -> !key.equals(IN_FLIGHT))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown setting " + key + "; the only one is " + IN_FLIGHT);
                });
        ClientConfiguration options = new ClientConfiguration();
        options.setMetadataServiceUri("zk+hierarchical://" + zooKeeper + "/ledgers");
        // Batch reads exist in version 2 of the protocol only.
        options.setUseV2WireProtocol(true);
        options.setBatchReadEnabled(true);
        options.setThrottleValue(0);
        options.setDelayEnsembleChange(true);
        try {
            return new BookKeeperDriver(
                    BookKeeper.newBuilder(options).build(),
                    Integer.parseInt(settings.getOrDefault(IN_FLIGHT, Integer.toString(DEFAULT_IN_FLIGHT))));
        } catch (Exception e) {
            throw new IllegalStateException("no connection to the bookies of " + zooKeeper, e);
        }
    }

    @Override
    public void createTopics(List<String> topics, int partitions) {
        topics.forEach(topic -> ledgers.create(topic, partitions));
    }

    @Override
    public Sender openSender(String topic) {
        return new LedgerSender(ledgers.written(topic), inFlight);
    }

    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        return new LedgerReceiver(topics.stream()
                .flatMap(topic -> ledgers.readable(topic).stream())
                .map(LedgerCursor::following)
                .toList());
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        // The ends of all are those at the time of the call.
        List<LedgerCursor> cursors = topics.stream()
                .flatMap(topic -> ledgers.readable(topic).stream())
                .map(LedgerCursor::toPresentEnd)
                .toList();
        for (LedgerCursor cursor : cursors) {
            while (cursor.hasMore()) {
                cursor.next(Duration.ofMinutes(1), sink);
            }
        }
    }

    @Override
    public void close() {
        try {
            ledgers.close();
            client.close();
        } catch (BKException e) {
            throw new IllegalStateException("bookies don't let go", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
