/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.fault.FaultRecord;
import io.varve.chaos.history.HistoryChecker;
import io.varve.chaos.history.Outages;
import io.varve.chaos.history.Outages.Window;
import io.varve.chaos.history.Outcome;
import io.varve.chaos.history.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a run.
 *
 * @param plan what it was made of
 * @param counts operations
 * @param faults in the order in which they began
 * @param endedByThemselves processes that ended without being killed
 * @param verdict on the history
 * @param outages of partitions
 * @param work what brokers did besides
 * @param failures what went wrong beyond all that
 */
record ChaosReport(
        ChaosPlan plan,
        Counts counts,
        List<FaultRecord> faults,
        List<String> endedByThemselves,
        HistoryChecker.Verdict verdict,
        Outages outages,
        Work work,
        List<String> failures) {
    /** Of the outcomes. */
    static final double MOST_UNKNOWN = 0.05;

    private static final double LEAST_AVAILABILITY = 0.99;
    /** A cluster that is idle, or does only a part, shows nothing. */
    private static final double LEAST_OFFERED = 0.9;

    private static final double LEAST_OK = 0.9;
    /** Faults that nobody noticed show nothing. */
    private static final double LEAST_BITTEN = 0.9;
    /** Of the time in which records were sent: what is available in a few seconds says nothing of the others. */
    private static final double LEAST_CALM = 0.05;

    /** What a run had to show and didn't, in words; empty when it passed. */
    List<String> unmet() {
        List<String> unmet = new ArrayList<>(failures);
        if (!verdict.isClean()) {
            unmet.add(verdict.total() + " anomalies");
        }
        aboutProducers(unmet);
        aboutFaults(unmet);
        aboutWork(unmet);
        aboutAvailability(unmet);
        return unmet;
    }

    private void aboutProducers(List<String> unmet) {
        int wanted = plan.load().recordsPerSecond();
        if (counts.offeredPerSecond() < LEAST_OFFERED * wanted) {
            unmet.add(String.format(
                    Locale.ROOT, "%.0f records/s were offered, of %d", counts.offeredPerSecond(), wanted));
        }
        if (counts.produced(Outcome.OK) < LEAST_OK * counts.offered() || counts.offered() == 0) {
            unmet.add(String.format(
                    Locale.ROOT,
                    "%d of %d records were stored, less than %.0f %%",
                    counts.produced(Outcome.OK),
                    counts.offered(),
                    LEAST_OK * 100));
        }
        if (counts.unknownPart() >= MOST_UNKNOWN) {
            unmet.add(String.format(
                    Locale.ROOT,
                    "%.2f %% of the outcomes are unknown, not less than %.0f %%",
                    counts.unknownPart() * 100,
                    MOST_UNKNOWN * 100));
        }
    }

    private void aboutFaults(List<String> unmet) {
        long all = faults.stream().filter(fault -> !fault.kind().isDeed()).count();
        if (all == 0) {
            unmet.add("there were no faults");
        } else if (bitten().size() < LEAST_BITTEN * all) {
            unmet.add(String.format(
                    Locale.ROOT, "%d of %d faults bit, less than %.0f %%", bitten().size(), all, LEAST_BITTEN * 100));
        }
        for (FaultRecord fault : faults) {
            if (!fault.isWhole()) {
                unmet.add("not whole again after: " + fault.kind().words() + ": " + fault.target());
            }
        }
        unmet.addAll(endedByThemselves);
    }

    private void aboutWork(List<String> unmet) {
        for (Reading.By by : Reading.By.values()) {
            if (counts.read().getOrDefault(by, 0L) == 0) {
                unmet.add("nothing was read by " + by);
            }
        }
        if (work.objects() <= 0) {
            unmet.add("nothing was copied to objects");
        }
        if (work.deleted() == 0) {
            unmet.add("no ledger was deleted");
        }
    }

    private void aboutAvailability(List<String> unmet) {
        double calm = outages.calmNanos(windows()) / (double) Math.max(1, outages.nanos());
        if (calm < LEAST_CALM) {
            unmet.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of the time was without faults, less than %.0f %%",
                    calm * 100,
                    LEAST_CALM * 100));
        }
        if (availability() < LEAST_AVAILABILITY) {
            unmet.add(String.format(
                    Locale.ROOT,
                    "partitions took records %.2f %% of the time without faults, less than %.0f %%",
                    availability() * 100,
                    LEAST_AVAILABILITY * 100));
        }
    }

    /** The time that faults may have cost. What an operator does may cost none. */
    List<Window> windows() {
        return faults.stream()
                .filter(fault -> !fault.kind().isDeed())
                .map(fault -> fault.window(ChaosRun.GRACE.toNanos()))
                .toList();
    }

    /** From 0 to 1: see {@link Outages#availabilityOutside}. */
    double availability() {
        return outages.availabilityOutside(windows());
    }

    /** Faults that bit; deeds of an operator aren't faults. */
    List<FaultRecord> bitten() {
        return faults.stream()
                .filter(fault -> fault.evidence().bit() && !fault.kind().isDeed())
                .toList();
    }
}
