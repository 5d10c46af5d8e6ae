/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.history.History;
import io.varve.chaos.history.Outages.Window;
import io.varve.chaos.history.Outcome;
import io.varve.chaos.history.Progress;
import io.varve.chaos.history.Reading;
import io.varve.chaos.history.Writes;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many operations there were.
 *
 * @param offeredPerSecond records sent in a second, once they flowed
 * @param produced records by outcome
 * @param commits by outcome, each partition of a commit for itself
 * @param read records given to readers, by what they read for
 * @param codes how often operations ended with which code
 */
record Counts(
        double offeredPerSecond,
        Map<Outcome, Long> produced,
        Map<Outcome, Long> commits,
        Map<Reading.By, Long> read,
        Map<String, Long> codes) {

    static Counts of(History history, Window sending) {
        Map<Outcome, Long> produced = new EnumMap<>(Outcome.class);
        long offered = 0;
        for (Writes own : history.writes()) {
            for (int number = 0; number < own.size(); number++) {
                produced.merge(own.outcome(number), 1L, Long::sum);
                offered += sending.holds(own.invoked(number)) ? 1 : 0;
            }
        }
        Map<Outcome, Long> commits = new EnumMap<>(Outcome.class);
        for (Progress step : history.progress()) {
            if (step.isCommit()) {
                commits.merge(step.outcome(), 1L, Long::sum);
            }
        }
        Map<Reading.By, Long> read = new EnumMap<>(Reading.By.class);
        for (Reading reading : history.readings()) {
            read.merge(reading.by(), reading.records(), Long::sum);
        }
        double seconds = (sending.endNanos() - sending.beginNanos()) / 1e9;
        return new Counts(seconds <= 0 ? 0 : offered / seconds, produced, commits, read, history.codes());
    }

    /** Records that were sent. */
    long offered() {
        return produced.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records with this outcome. */
    long produced(Outcome outcome) {
        return produced.getOrDefault(outcome, 0L);
    }

    /** The part of all sent records whose outcome is unknown; 0 without records. */
    double unknownPart() {
        long unknown = produced(Outcome.UNKNOWN) + produced(Outcome.PENDING);
        return offered() == 0 ? 0 : (double) unknown / offered();
    }
}
