/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.client.reader.StartPosition;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to replay. Immutable; the methods return a changed copy.
 *
 * <pre>{@code
 * ReplayRequest.of("orders").from(StartPosition.at(Instant.parse("2026-01-01T00:00:00Z"))).parallel(8)
 * }</pre>
 *
 * @param topic {@code name} or {@code tenant/namespace/name}
 * @param partitions those to replay; empty = all
 * @param from the first record: the first kept; an offset, which must be kept; a time, which means the first record of that
 *     time or later and must not lie before the first kept record if earlier ones were removed
 * @param to exclusive: the present end; an offset; a time, which means the first record of that time or later
 * @param follow whether to go on with what is appended afterwards, for ever; then {@code to} is the present end
 * @param parallel how many ranged reads are under way at a time, 1 to 64; each has up to 8 MiB
 */
public record ReplayRequest(
        String topic, Set<Integer> partitions, StartPosition from, StartPosition to, boolean follow, int parallel) {
    /** How many ranged reads are under way unless the request says otherwise. */
    public static final int PARALLEL = 4;

    private static final int MAX_PARALLEL = 64;

    public ReplayRequest {
        partitions = Set.copyOf(partitions);
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw new IllegalArgumentException("parallel is " + parallel + "; it goes from 1 to " + MAX_PARALLEL);
        }
        if (follow && !(to instanceof StartPosition.Latest)) {
            throw new IllegalArgumentException("a replay that follows has no end");
        }
    }

    /** All records that the topic has now. */
    public static ReplayRequest of(String topic) {
        return new ReplayRequest(topic, Set.of(), StartPosition.earliest(), StartPosition.latest(), false, PARALLEL);
    }

    /** The same for these partitions only. */
    public ReplayRequest partitions(Set<Integer> numbers) {
        return new ReplayRequest(topic, numbers, from, to, follow, parallel);
    }

    /** The same from there. */
    public ReplayRequest from(StartPosition position) {
        return new ReplayRequest(topic, partitions, position, to, follow, parallel);
    }

    /** The same up to there, exclusive. */
    public ReplayRequest to(StartPosition position) {
        return new ReplayRequest(topic, partitions, from, position, follow, parallel);
    }

    /** The same, going on with what is appended afterwards or not. */
    public ReplayRequest follow(boolean choice) {
        return new ReplayRequest(topic, partitions, from, to, choice, parallel);
    }

    /** The same with so many reads at a time. */
    public ReplayRequest parallel(int reads) {
        return new ReplayRequest(topic, partitions, from, to, follow, reads);
    }

    /**
     * Which records are asked for, in words: {@code partitions 0, 3 from earliest to 2026-01-01T00:00:00Z}. The same for all
     * requests for the same records, however many reads they do at a time.
     */
    public String asked() {
        String which = partitions.isEmpty()
                ? "all partitions"
                : "partitions "
                        + String.join(
                                ", ",
                                partitions.stream()
                                        .sorted()
                                        .map(String::valueOf)
                                        .toList());
        return which + " from " + words(from) + (follow ? " on" : " to " + words(to));
    }

    private static String words(StartPosition position) {
        if (position instanceof StartPosition.AtOffset at) {
            return "offset " + at.offset();
        }
        if (position instanceof StartPosition.AtTime at) {
            return at.time().toString();
        }
        return position instanceof StartPosition.Earliest ? "earliest" : "latest";
    }

    /** The numbers of the partitions to replay, in order, of a topic that has so many. */
    Set<Integer> chosen(int ofTopic) {
        Set<Integer> chosen = new TreeSet<>(partitions);
        if (chosen.isEmpty()) {
            for (int partition = 0; partition < ofTopic; partition++) {
                chosen.add(partition);
            }
        }
        return chosen;
    }
}
