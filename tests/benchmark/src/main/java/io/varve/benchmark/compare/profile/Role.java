/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import java.util.regex.Pattern;

/** What a thread works for, told by its name. */
enum Role {
    BROKER("broker", "varve-.*"),
    LEDGER_CLIENT("BookKeeper's client", "bookkeeper-io-.*|BookKeeperClient.*|BookKeeper-.*"),
    JOURNAL("bookies: journal", "BookieJournal.*|ForceWriteThread.*"),
    LEDGERS("bookies: ledgers", "SortedLedgerStorage.*|SyncThread-.*|EntryLoggerAlloc.*|GarbageCollector.*"),
    BOOKIE_REQUESTS("bookies: requests", "bookie-io-.*|Bookie(Write|Read|High).*"),
    ZOOKEEPER(
            "ZooKeeper",
            "NIOServer.*|NIOWorker.*|SyncThread:.*|ProcessThread.*|SessionTracker.*|.*SendThread.*|.*EventThread.*"),
    OTHERS("others", ".*");

    private final String title;
    private final Pattern threads;

    Role(String title, String threads) {
        this.title = title;
        this.threads = Pattern.compile(threads);
    }

    /** For tables. */
    String title() {
        return title;
    }

    /** Of a thread of a server. */
    static Role of(String threadName) {
        for (Role role : values()) {
            if (role.threads.matcher(threadName).matches()) {
                return role;
            }
        }
        return OTHERS;
    }
}
