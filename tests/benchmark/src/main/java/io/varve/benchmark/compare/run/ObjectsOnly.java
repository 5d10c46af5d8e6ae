/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.client.VarveClient;
import io.varve.client.admin.PartitionDescription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sees to it that a backlog can be read from objects only. */
final class ObjectsOnly {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private ObjectsOnly() {}

    /** Ends the open segments of topics and returns when nothing of theirs is in ledgers any more. */
    static void await(String servers, List<String> topics) throws IOException {
        try (VarveClient client =
                VarveClient.builder().servers(servers).clientId("compare").build()) {
            topics.forEach(client.admin()::sealTopic);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ledgerBytes(client, topics) > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("after " + PATIENCE.toMinutes() + " minutes there still are "
                            + ledgerBytes(client, topics) + " bytes in ledgers");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** How much of topics is in ledgers. */
    static long ledgerBytes(VarveClient client, List<String> topics) {
        return topics.stream()
                .flatMap(topic -> client.admin().describeTopic(topic).partitions().stream())
                .mapToLong(PartitionDescription::ledgerBytes)
                .sum();
    }
}
