/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.cluster.LogTail;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What brokers did besides taking and giving records, by their logs: without it a run would have tried little.
 *
 * @param claims shards opened
 * @param recovered ledgers that a successor closed
 * @param fenced ledgers that failed because somebody had fenced them
 * @param rolls segments sealed
 * @param deleted ledgers deleted
 * @param objects in the object store in the end; -1 if that couldn't be told
 */
record Work(long claims, long recovered, long fenced, long rolls, long deleted, long objects) {
    private static final Pattern CLAIM = Pattern.compile("shard (?:opened|inherited) .* recovered=([0-9]+)");
    private static final Pattern FENCED = Pattern.compile("ledger failed .*fenced");
    private static final Pattern ROLL = Pattern.compile("segment sealed shard=");
    private static final Pattern DELETED = Pattern.compile("ledgers deleted shard=[0-9]+ ledgers=(.*)");

    static Work of(TestedCluster cluster) throws IOException {
        long claims = 0;
        long recovered = 0;
        long fenced = 0;
        long rolls = 0;
        long deleted = 0;
        for (TestedProcess broker : cluster.processes("broker")) {
            LogTail log = LogTail.whole(broker.log());
            claims += log.count(CLAIM);
            recovered += log.matches(CLAIM)
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .sum();
            fenced += log.count(FENCED);
            rolls += log.count(ROLL);
            deleted += log.matches(DELETED)
                    .mapToLong(match -> match.group(1).split(",").length)
                    .sum();
        }
        return new Work(claims, recovered, fenced, rolls, deleted, objects(cluster));
    }

    private static long objects(TestedCluster cluster) {
        try {
            return cluster.operator().admin().tierStatus().objects();
        } catch (VarveException e) {
            return -1;
        }
    }
}
