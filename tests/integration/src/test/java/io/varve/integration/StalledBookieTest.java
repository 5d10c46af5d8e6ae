/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three bookies stands still (SIGSTOP) under as much load as brokers take: the other two answer, and what the third one
 * hasn't taken piles up in brokers. Its bytes have a limit, at which producers wait, and none is refused or lost (I1, I5).
 */
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "2 minutes; -Dvarve.long runs it")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledBookieTest {
    private static final int PARTITIONS = 8;
    private static final int KIB = 1024;
    private static final double MB = 1e6;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    /** Longer than a request to a bookie may take. */
    private static final Duration STANDSTILL = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BOOKIE = "bookie-2";
    private static final String LIMIT = "varve_transport_unanswered_limit_bytes";
    private static final String[] HELD = {"varve_transport_unanswered_bytes", "varve_bookies_unsent_bytes"};
    /** A request that was begun is read to its end when there is room for its first byte; each connection has one such. */
    private static final long ONE_REQUEST = 8L << 20;

    @TempDir
    private Path directory;

    @Test
    void whatAStalledBookieHasNotTakenStaysWithinItsLimit() throws Exception {
        try (SmallCluster cluster = SmallCluster.start(directory);
                VarveClient client = cluster.client();
                GaugeWatch first = new GaugeWatch(cluster.metrics("broker-1"), HELD);
                GaugeWatch second = new GaugeWatch(cluster.metrics("broker-2"), HELD)) {
            long limit = first.now(LIMIT);
            client.admin().createTopic(NewTopic.of("orders", PARTITIONS));
            PacedLoad load;
            try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                    .topic("orders")
                    .deliveryTimeout(PATIENCE)
                    .create()) {
                load = PacedLoad.asFastAsItGoes(producer, PARTITIONS, KIB);
                load.start();
                assertThat(rate(load, BEFORE))
                        .as("while everything is compiled")
                        .isPositive();
                Duration unused = load.longestSilence();
                double before = rate(load, BEFORE);
                long heldBefore = Math.max(first.most(0), second.most(0));
                int firstLooks = first.looks();
                int secondLooks = second.looks();
                Duration usual = load.longestSilence();

                cluster.pause(BOOKIE);
                double during = rate(load, STANDSTILL);
                cluster.goOn(BOOKIE);
                Duration silence = load.longestSilence();
                long held = Math.max(first.most(firstLooks), second.most(secondLooks));
                double after = rate(load, BEFORE);
                load.end(PATIENCE);

                System.out.printf(
                        "a bookie stands still for %d s under full load, before, during and after it %.1f, %.1f and %.1f MB/s; "
                                + "longest without an acknowledgement %d ms, before %d ms; a broker held %.1f MB at most, "
                                + "before %.1f, its limit is %.1f%n",
                        STANDSTILL.toSeconds(),
                        before,
                        during,
                        after,
                        silence.toMillis(),
                        usual.toMillis(),
                        held / MB,
                        heldBefore / MB,
                        limit / MB);
                assertThat(load.failures()).isEmpty();
                assertThat(held)
                        .as("what piled up, beside %d bytes before", heldBefore)
                        .isGreaterThan(3 * heldBefore)
                        .isLessThanOrEqualTo(limit + ONE_REQUEST);
            }
            load.isReadOnceInOrder(client, "orders", PATIENCE);
        }
    }

    /** MB of values acknowledged a second while the time passes. */
    private static double rate(PacedLoad load, Duration time) throws Exception {
        long before = load.acknowledged();
        long since = System.nanoTime();
        Eventually.holds("time passes", time.plus(PATIENCE), () -> System.nanoTime() - since >= time.toNanos());
        return (load.acknowledged() - before) * KIB / MB / time.toSeconds();
    }
}
