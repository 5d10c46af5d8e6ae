/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The group's progress in one partition: commits, answers about it, and where members were told to begin. */
final class GroupCheck {
    private final int partition;
    private final BiConsumer<Anomaly.Kind, String> anomalies;
    private final List<Progress> commits = new ArrayList<>();
    private final List<Progress> told = new ArrayList<>();
    /** By member: when it was given the partition. */
    private final Map<String, List<Long>> starts = new HashMap<>();

    GroupCheck(int partition, BiConsumer<Anomaly.Kind, String> anomalies) {
        this.partition = partition;
        this.anomalies = anomalies;
    }

    /** A member was given the partition; where it began is what the group had for it at that time. */
    void assigned(Reading reading) {
        starts.computeIfAbsent(reading.reader(), member -> new ArrayList<>()).add(reading.startedNanos());
        if (!reading.runs().isEmpty()) {
            long first = reading.runs().get(0).first;
            told.add(new Progress(
                    reading.reader(), partition, first, false, Outcome.OK, reading.startedNanos(), Long.MAX_VALUE));
        }
    }

    /** A commit, or an answer about progress. */
    void progress(Progress step) {
        if (step.isCommit()) {
            commits.add(step);
        } else {
            told.add(step);
        }
    }

    /** Whether the group read here at all. */
    boolean isUsed() {
        return !starts.isEmpty();
    }

    /** After everything was told. */
    void conclude() {
        List<Progress> later = new ArrayList<>(told);
        // A commit that was acknowledged is an answer as well: progress is there, not further back than it was before.
        commits.stream().filter(commit -> commit.outcome() == Outcome.OK).forEach(later::add);
        later.sort(Comparator.comparingLong(Progress::invokedNanos));
        notBehind(later);
        notAhead();
        notByFormerMembers();
    }

    /**
     * A commit is accepted of whom the partition is given to. Who begins with it may do so late, when the group has given it on
     * already; but once a commit of theirs was accepted, none is that is asked for later by a member who had begun before.
     */
    private void notByFormerMembers() {
        List<Progress> asked = new ArrayList<>(commits);
        asked.removeIf(commit -> commit.outcome() != Outcome.OK);
        List<Progress> accepted = new ArrayList<>(asked);
        asked.sort(Comparator.comparingLong(Progress::invokedNanos));
        accepted.sort(Comparator.comparingLong(Progress::completedNanos));
        int next = 0;
        Progress last = null;
        for (Progress commit : asked) {
            while (next < accepted.size() && accepted.get(next).completedNanos() < commit.invokedNanos()) {
                Progress earlier = accepted.get(next++);
                last = last == null || begun(earlier) > begun(last) ? earlier : last;
            }
            if (last != null && begun(last) > begun(commit)) {
                anomalies.accept(
                        Anomaly.Kind.COMMIT_BY_FORMER,
                        "commit of " + commit.offset() + " in partition " + partition + " by " + commit.who()
                                + " was accepted after one by " + last.who() + ", who had been given it later");
            }
        }
    }

    /** When whoever made a commit had last been given the partition. */
    private long begun(Progress commit) {
        return starts.getOrDefault(commit.who(), List.of()).stream()
                .filter(start -> start < commit.invokedNanos())
                .max(Comparator.naturalOrder())
                .orElse(Long.MIN_VALUE);
    }

    /** Each against the furthest that somebody knew before it was asked for. */
    private void notBehind(List<Progress> later) {
        List<Progress> known = new ArrayList<>(later);
        known.removeIf(step -> step.completedNanos() == Long.MAX_VALUE);
        known.sort(Comparator.comparingLong(Progress::completedNanos));
        int next = 0;
        Progress furthest = null;
        for (Progress step : later) {
            while (next < known.size() && known.get(next).completedNanos() < step.invokedNanos()) {
                Progress earlier = known.get(next++);
                furthest = furthest == null || earlier.offset() > furthest.offset() ? earlier : furthest;
            }
            if (furthest != null && furthest.offset() > step.offset()) {
                anomalies.accept(
                        Anomaly.Kind.COMMIT_MOVED_BACK,
                        "progress in partition " + partition + " is " + step.offset() + " for " + step.who()
                                + ", and was " + furthest.offset() + " for " + furthest.who());
            }
        }
    }

    /** Whatever is told was committed by somebody before, if only with an unknown outcome; without a commit it is offset 0. */
    private void notAhead() {
        List<Progress> tried = new ArrayList<>(commits);
        tried.removeIf(commit -> commit.outcome() == Outcome.FAILED);
        tried.sort(Comparator.comparingLong(Progress::invokedNanos));
        List<Progress> answers = new ArrayList<>(told);
        answers.sort(Comparator.comparingLong(GroupCheck::latest));
        int next = 0;
        long furthest = 0;
        for (Progress answer : answers) {
            while (next < tried.size() && tried.get(next).invokedNanos() < latest(answer)) {
                furthest = Math.max(furthest, tried.get(next++).offset());
            }
            if (answer.offset() > furthest) {
                anomalies.accept(
                        Anomaly.Kind.COMMIT_AHEAD,
                        "progress in partition " + partition + " is " + answer.offset() + " for " + answer.who()
                                + ", and nobody had committed more than " + furthest);
            }
        }
    }

    /** Until when a commit may have counted; members were told before they were given the partition. */
    private static long latest(Progress answer) {
        return answer.completedNanos() == Long.MAX_VALUE ? answer.invokedNanos() : answer.completedNanos();
    }
}
