/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

/**
 * Counters of a {@link ColdReader} since its start, and gauges of now.
 *
 * @param answers reads of data that were answered
 * @param hits reads of data whose blocks were cached or on their way
 * @param storeReads ranged reads that the store was asked for, directories included
 * @param storeBytes bytes that they asked for
 * @param refused reads refused because too many were waiting
 * @param cachedBytes data cached and on its way now
 * @param waitingReads reads that wait for room now
 */
public record ColdReaderStats(
        long answers, long hits, long storeReads, long storeBytes, long refused, long cachedBytes, int waitingReads) {}
