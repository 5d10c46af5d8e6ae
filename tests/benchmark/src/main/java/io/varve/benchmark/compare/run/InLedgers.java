/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Written;
import io.varve.client.VarveClient;

/** Whether a backlog is read from ledgers: segments that have come to their end are in objects soon, and then gone. */
final class InLedgers {
    private static final double ENOUGH = 0.8;

    private InLedgers() {}

    /** @throws Refused when less than four fifths of it is in ledgers now */
    static void check(String servers, Written backlog) throws Refused {
        try (VarveClient client =
                VarveClient.builder().servers(servers).clientId("compare").build()) {
            check(ObjectsOnly.ledgerBytes(client, backlog.topics()), backlog.records() * backlog.recordBytes());
        }
    }

    static void check(long ledgerBytes, long backlogBytes) throws Refused {
        if (ledgerBytes < ENOUGH * backlogBytes) {
            throw new Refused("only " + ledgerBytes + " of " + backlogBytes
                    + " bytes that are to be read from ledgers are there");
        }
    }
}
