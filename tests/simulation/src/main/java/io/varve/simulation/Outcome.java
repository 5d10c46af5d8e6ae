/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one seed.
 *
 * @param seed the seed
 * @param violation what wasn't as it must be; null when all was
 * @param last the last events before that
 * @param traceHash of everything that happened
 * @param events how much that was
 * @param effects calls that brokers made to their stores
 * @param faults how often each thing went wrong
 * @param operations of clients, by outcome
 * @param comparedImages section images of live owners that were compared with the log
 * @param deletedLedgers ledgers that were deleted
 * @param inherited shards that a standby took over
 */
public record Outcome(
        long seed,
        @Nullable String violation,
        List<String> last,
        long traceHash,
        long events,
        long effects,
        Map<String, Integer> faults,
        Map<String, Integer> operations,
        long comparedImages,
        int deletedLedgers,
        int inherited) {}
