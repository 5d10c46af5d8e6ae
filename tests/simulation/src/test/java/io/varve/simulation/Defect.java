/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.simulation.broker.Wiring;
import java.util.regex.Pattern;

/** Defects as a broker might have them, each made by wrapping one of its ports, and the check that is there to find it. */
enum Defect {
    SKIPS_THE_FENCE(Defect.FORK),
    REPLAYS_WITHOUT_RECOVERED_ENTRIES(Defect.FORK),
    ACKNOWLEDGES_AT_ONE_BOOKIE(Defect.NOT_IN_THE_LOG),
    /** Producers are answered, and readers shown, what never gets into the log: whichever comes first. */
    ANSWERS_FROM_UNCONFIRMED_STATE(
            Defect.NOT_IN_THE_LOG + "|was shown a batch at offset \\d+ that the log doesn't have"),
    LOSES_A_GROUP_RECORD("commit of \\d+ in .* was acknowledged, the log has -?\\d+"),
    WRITES_A_STALE_IMAGE("the owner's section .* isn't what the log makes of it"),
    ZOMBIE_DELETES(Defect.STILL_LISTED),
    DELETES_A_LEDGER_BEFORE_THE_COPY_IS_VERIFIED(Defect.STILL_LISTED),
    VERIFIES_A_COPY_IN_ITS_OWN_MEMORY("ledger \\d+ was given up, its copy .* has \\d+ bytes, not"),
    GIVES_UP_A_LEDGER_WITHOUT_A_COPY("gave up ledger \\d+, which was never copied"),
    GIVES_UP_A_LEDGER_THAT_REPLAY_NEEDS("gave up ledger \\d+ that ends at sequence \\d+, replay begins at"),
    MOVES_REPLAY_BACK("replay of shard \\d+ went back to"),
    CLAIMS_WITHOUT_A_NEW_EPOCH("the node of shard \\d+ went from epoch");

    private static final String FORK = "begins at sequence \\d+, the log is at \\d+";
    private static final String NOT_IN_THE_LOG = "was acknowledged at offset \\d+, the log has it at";
    private static final String STILL_LISTED = "is deleted, and shard \\d+ still lists it";

    private final Pattern finding;

    Defect(String finding) {
        this.finding = Pattern.compile(finding);
    }

    /** The broker's ports with this defect. */
    Wiring wiring() {
        return switch (this) {
            case SKIPS_THE_FENCE -> new LedgerDefects.KnownEnds(false);
            case REPLAYS_WITHOUT_RECOVERED_ENTRIES -> new LedgerDefects.KnownEnds(true);
            case ACKNOWLEDGES_AT_ONE_BOOKIE -> new LedgerDefects.OneBookie();
            case ANSWERS_FROM_UNCONFIRMED_STATE -> new LedgerDefects.UnknownTakenForDone();
            case LOSES_A_GROUP_RECORD -> new RecordDefects.LostCommits();
            case WRITES_A_STALE_IMAGE -> new RecordDefects.StaleImages();
            case ZOMBIE_DELETES -> new LedgerDefects.DeletingZombie();
            case DELETES_A_LEDGER_BEFORE_THE_COPY_IS_VERIFIED -> new CopyDefects.HastyDeletion();
            case VERIFIES_A_COPY_IN_ITS_OWN_MEMORY -> new CopyDefects.ShortCopies();
            case GIVES_UP_A_LEDGER_WITHOUT_A_COPY -> new NodeDefects.NoCopies();
            case GIVES_UP_A_LEDGER_THAT_REPLAY_NEEDS -> new NodeDefects.NoReplay();
            case MOVES_REPLAY_BACK -> new NodeDefects.StaleReplay();
            case CLAIMS_WITHOUT_A_NEW_EPOCH -> new NodeDefects.OldEpoch();
        };
    }

    /** Whether a violation is the one by which the defect is to be found. */
    boolean isFoundBy(String violation) {
        return finding.matcher(violation).find();
    }
}
