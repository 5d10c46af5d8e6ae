/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.bookkeeper.client.BKException.BKNoSuchLedgerExistsOnMetadataServerException;
import org.apache.bookkeeper.client.api.BKException;
import org.apache.bookkeeper.client.api.BookKeeper;
import org.apache.bookkeeper.client.api.DigestType;
import org.apache.bookkeeper.client.api.ReadHandle;

/** The ledgers of topics. Their ids follow from the names, so that another process finds them. */
final class Ledgers {
    private static final int COPIES = 3;
    private static final int COPIES_ON_DISK = 2;
    private static final byte[] PASSWORD = {};

    /** Far above the ids that BookKeeper gives by itself. */
    private static final long FIRST_ID = 1L << 40;

    private final BookKeeper client;
    private final Map<String, List<WrittenLedger>> written = new ConcurrentHashMap<>();

    Ledgers(BookKeeper client) {
        this.client = client;
    }

    /** Makes a topic's ledgers. */
    void create(String topic, int partitions) {
        written.put(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new WrittenLedger(client.newCreateLedgerOp()
                                .withEnsembleSize(COPIES)
                                .withWriteQuorumSize(COPIES)
                                .withAckQuorumSize(COPIES_ON_DISK)
                                .withDigestType(DigestType.CRC32C)
                                .withPassword(PASSWORD)
                                .makeAdv()
                                .withLedgerId(id(topic, partition))
                                .execute()
                                .join()))
                        .toList());
    }

    /** The ledgers of a topic that was made here. */
    List<WrittenLedger> written(String topic) {
        List<WrittenLedger> found = written.get(topic);
        if (found == null) {
            throw new IllegalArgumentException("topic " + topic + " wasn't made here");
        }
        return found;
    }

    /** The ledgers of a topic, with all that was acknowledged; those of other processes are ended by it. */
    List<ReadHandle> readable(String topic) {
        List<WrittenLedger> ours = written.get(topic);
        if (ours != null) {
            return ours.stream().<ReadHandle>map(WrittenLedger::handle).toList();
        }
        List<ReadHandle> found = new ArrayList<>();
        try {
            while (true) {
                found.add(client.newOpenLedgerOp()
                        .withLedgerId(id(topic, found.size()))
                        .withDigestType(DigestType.CRC32C)
                        .withPassword(PASSWORD)
                        .withRecovery(true)
                        .execute()
                        .join());
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof BKNoSuchLedgerExistsOnMetadataServerException && !found.isEmpty()) {
                return found;
            }
            throw e;
        }
    }

    private static long id(String topic, int partition) {
        CRC32 name = new CRC32();
        name.update((topic + "/" + partition).getBytes(StandardCharsets.UTF_8));
        return FIRST_ID + name.getValue();
    }

    void close() throws BKException, InterruptedException {
        for (List<WrittenLedger> ledgers : written.values()) {
            for (WrittenLedger ledger : ledgers) {
                ledger.handle().close();
            }
        }
    }
}
