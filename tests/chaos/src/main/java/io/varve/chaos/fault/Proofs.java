/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether what was seen of a fault shows that it bit. That something was done to a process doesn't: somebody else has to have
 * noticed. What couldn't be seen shows nothing.
 */
final class Proofs {
    private static final int BY_SIGKILL = 128 + 9;
    private static final char STOPPED = 'T';

    private Proofs() {}

    /**
     * A broker was killed.
     *
     * @param code its exit code
     * @param shards how many it had
     * @param claimed how many of those were claimed anew
     */
    static Evidence brokerKilled(int code, int shards, long claimed, Ledgers ledgers) {
        List<String> parts = ended(code);
        parts.add(claimed + " of its " + shards + " shards claimed anew");
        return evidence(code == BY_SIGKILL && claimed > 0, parts, ledgers);
    }

    /** A bookie was killed: those who wrote to it noticed. */
    static Evidence bookieKilled(int code, Ledgers ledgers) {
        return evidence(code == BY_SIGKILL && ledgers.suffered(), ended(code), ledgers);
    }

    /**
     * A ZooKeeper server was killed.
     *
     * @param connections of brokers and bookies that ended with it
     * @param suspended how often a broker noticed that its own was gone
     * @param sessionsLost how often one took its session for over
     */
    static Evidence zooKeeperKilled(int code, long connections, long suspended, long sessionsLost) {
        List<String> parts = ended(code);
        parts.add(connections + " connections ended with it");
        Witness.add(parts, suspended, "brokers' connections lost");
        Witness.add(parts, sessionsLost, "sessions lost");
        return evidence(code == BY_SIGKILL && connections > 0, parts, Ledgers.UNHARMED);
    }

    private static List<String> ended(int code) {
        return new ArrayList<>(List.of("ended with " + code));
    }

    /**
     * A broker stood still for longer than its session.
     *
     * @param state the kernel's letter before it went on
     * @param shards how many it had
     * @param claimed how many of those others had claimed by then
     * @param sessionsLost how often it took its session for over
     * @param shardsLost how many shards it gave up when it went on
     */
    static Evidence brokerPaused(
            char state, int shards, long claimed, long sessionsLost, long shardsLost, Ledgers ledgers) {
        List<String> parts = new ArrayList<>(List.of("state " + state));
        parts.add(claimed + " of its " + shards + " shards claimed by others meanwhile");
        Witness.add(parts, sessionsLost, "session lost");
        Witness.add(parts, shardsLost, "shards given up when it went on");
        return evidence(state == STOPPED && claimed > 0, parts, ledgers);
    }

    /** A bookie stood still: those who wrote to it noticed. */
    static Evidence bookiePaused(char state, Ledgers ledgers) {
        return evidence(state == STOPPED && ledgers.suffered(), new ArrayList<>(List.of("state " + state)), ledgers);
    }

    private static Evidence evidence(boolean bit, List<String> parts, Ledgers ledgers) {
        if (!ledgers.text().isEmpty()) {
            parts.add(ledgers.text());
        }
        return new Evidence(bit, String.join("; ", parts));
    }

    /**
     * A bookie's disk was lost.
     *
     * @param code with which it ended when it was started under its old id
     * @param refusals how often it said then that this is not its disk
     * @param newId under which it came back
     * @param mostMissing how many ledgers lacked a copy at some moment
     * @param isRepaired whether none did in the end
     */
    static Evidence wiped(int code, long refusals, String newId, long mostMissing, boolean isRepaired) {
        return new Evidence(
                code != 0 && refusals > 0 && mostMissing > 0,
                "under its old id it ended with " + code + (refusals > 0 ? " and said why" : " for another reason")
                        + "; back as " + newId + "; up to " + mostMissing + " ledgers lacked a copy, "
                        + (isRepaired ? "repaired" : "not all repaired"));
    }

    /**
     * An operator drained a broker.
     *
     * @param wasSafe whether it was said to be safe to stop
     * @param shards how many it had
     * @param moved how many of those were claimed by others
     */
    static Evidence drained(boolean wasSafe, int shards, long moved, boolean wasRestarted) {
        return new Evidence(
                wasSafe && shards > 0 && moved == shards,
                moved + " of its " + shards + " shards moved, " + (wasSafe ? "safe to stop" : "not safe to stop")
                        + (wasRestarted ? ", restarted" : ""));
    }
}
