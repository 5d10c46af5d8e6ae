/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What a test or a simulation lets go wrong in a {@link MemoryLedgerStore}. The switches take effect in order with the calls of
 * the store: what was asked for before is done before.
 */
public final class LedgerFaults {
    private static final int ENOUGH_BOOKIES = 3;

    private final MemoryLedgerStore store;
    private boolean holdsAcks;
    private int survivors;
    private int writable = ENOUGH_BOOKIES;
    private int suspects;
    private int failedAppends;
    private int lostCreates;
    private boolean slowBookie;
    private boolean holdsCreates;
    private final List<Runnable> heldCreates = new ArrayList<>();

    LedgerFaults(MemoryLedgerStore store) {
        this.store = store;
    }

    /** From now on appends are sent but not answered, nor confirmed. */
    public void holdAcks() {
        store.execute(() -> holdsAcks = true);
    }

    /** Confirms and answers everything that is held, in order, and stops holding. */
    public void releaseAcks() {
        store.execute(() -> {
            holdsAcks = false;
            store.ledgers().forEach(MemoryLedger::confirm);
        });
    }

    /**
     * How many of a ledger's unconfirmed entries a recovery finds, oldest first; 0 by default. Their writer hears {@code Fenced}
     * either way.
     */
    public void keepUnconfirmed(int entries) {
        store.execute(() -> survivors = entries);
    }

    /** The next appends, this many, have no known outcome, and each breaks its ledger for the writer. */
    public void failAppends(int count) {
        store.execute(() -> failedAppends = count);
    }

    /** The next creations, this many, have no known outcome, although the ledger exists. */
    public void loseCreateAnswers(int count) {
        store.execute(() -> lostCreates = count);
    }

    /** From now on ledgers are created, but their writers aren't given out. */
    public void holdCreates() {
        store.execute(() -> holdsCreates = true);
    }

    /** Gives out all writers that are held, in order, and stops holding. */
    public void releaseCreates() {
        store.execute(() -> {
            holdsCreates = false;
            List<Runnable> released = List.copyOf(heldCreates);
            heldCreates.clear();
            released.forEach(Runnable::run);
        });
    }

    /**
     * How many bookies are left, 3 at first. Ledgers whose ensemble is larger can't be created, open ones are no longer whole,
     * and those whose ack quorum is larger fail at the next append.
     */
    public void writableBookies(int count) {
        store.execute(() -> {
            writable = count;
            for (MemoryLedger ledger : store.ledgers()) {
                if (count < ledger.spec().quorum().ensemble()) {
                    ledger.lostBookie();
                }
            }
        });
    }

    /**
     * So many bookies, 0 at first, don't answer and are still there: nobody counts them as writable, but a ledger that needs
     * them is created with them, and isn't whole.
     */
    public void suspectBookies(int count) {
        store.execute(() -> suspects = count);
    }

    /** One bookie takes nothing more of what the others acknowledge, or has caught up, or was given up. */
    public void slowBookie(boolean slow) {
        store.execute(() -> {
            slowBookie = slow;
            if (!slow) {
                store.unsent().letGo(store.unsent().bytes());
            }
        });
    }

    /** Somebody who claims nothing recovers the ledger, if it's still there, as bookies' own repair and admin tools do. */
    public void fence(long ledgerId) {
        store.execute(() -> {
            for (MemoryLedger ledger : store.ledgers()) {
                if (ledger.id() == ledgerId) {
                    ledger.recover();
                }
            }
        });
    }

    /** Entries that were confirmed are gone: reading them is {@code Damaged}. Both ends inclusive. */
    public void loseEntries(long ledgerId, long firstEntry, long lastEntry) {
        store.execute(() -> store.ledger(ledgerId).lose(firstEntry, lastEntry));
    }

    boolean holdsAcks() {
        return holdsAcks;
    }

    int survivors() {
        return survivors;
    }

    boolean hasSlowBookie() {
        return slowBookie;
    }

    int writable() {
        return writable;
    }

    /** Of those that are left, the ones that answer. */
    int answering() {
        return writable - suspects;
    }

    boolean takeFailedAppend() {
        return failedAppends > 0 && failedAppends-- > 0;
    }

    /** Gives out a writer, now or later. */
    void created(Runnable give) {
        if (holdsCreates) {
            heldCreates.add(give);
        } else {
            give.run();
        }
    }

    boolean takeLostCreate() {
        return lostCreates > 0 && lostCreates-- > 0;
    }
}
