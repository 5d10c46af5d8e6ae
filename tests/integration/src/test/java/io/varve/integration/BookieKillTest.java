/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.ShardStatus;
import io.varve.client.producer.Producer;
import io.varve.client.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three bookies is killed, so that ledgers of three copies go on with two, while records come steadily (I1, I5): nobody
 * who produces hears of it, often enough to say what it costs in time.
 */
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "7 minutes; -Dvarve.long runs it")
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BookieKillTest {
    private static final int KILLS = 6;
    private static final int PER_SECOND = 5_000;
    private static final Duration HALF = Duration.ofSeconds(5);
    private static final int PARTITIONS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Long> around = new ArrayList<>();
    private final List<Long> without = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void aBookieDiesAndProducersHearNothingOfIt() throws Exception {
        try (SmallCluster cluster = SmallCluster.start(directory);
                VarveClient client = cluster.client()) {
            client.admin().createTopic(NewTopic.of("orders", PARTITIONS));
            try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                    .topic("orders")
                    .deliveryTimeout(PATIENCE)
                    .create()) {
                PacedLoad load = new PacedLoad(producer, PARTITIONS, PER_SECOND);
                load.start();
                load.lasts(HALF.multipliedBy(2), PATIENCE);
                for (int kill = 0; kill < KILLS; kill++) {
                    String bookie = "bookie-" + (kill % 3 + 1);
                    killUnderLoad(cluster, load, bookie);
                    Eventually.holds("ledgers go on with two copies", PATIENCE, () -> copies(client)
                            .anyMatch(copies -> copies == 2));
                    if (kill + 1 < KILLS) {
                        cluster.startAgain(bookie);
                        Eventually.holds("all have three copies again", PATIENCE, () -> copies(client)
                                .allMatch(copies -> copies == 3));
                    }
                }
                load.end(PATIENCE);
                assertThat(load.failures()).isEmpty();
                load.isReadOnceInOrder(client, "orders", PATIENCE);
            }
        }
        System.out.printf(
                "a bookie killed %d times under %d records/s; times to acknowledgement in the %d s around: %s; "
                        + "in as long without: %s%n",
                KILLS, PER_SECOND, HALF.toSeconds() * 2, figures(around), figures(without));
    }

    private void killUnderLoad(SmallCluster cluster, PacedLoad load, String bookie) throws Exception {
        List<Long> warmUp = load.takeTimes();
        assertThat(warmUp).isNotEmpty();
        load.lasts(HALF.multipliedBy(2), PATIENCE);
        without.addAll(load.takeTimes());
        load.lasts(HALF, PATIENCE);
        cluster.kill(bookie);
        load.lasts(HALF, PATIENCE);
        around.addAll(load.takeTimes());
    }

    /** Of the newest ledger of each shard. */
    private static IntStream copies(VarveClient client) {
        return client.admin().clusterStatus().shards().stream().mapToInt(ShardStatus::copies);
    }

    private static String figures(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms of %d"
                .formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1), sorted.size());
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(sorted.size() * part) - 1) / 1e6;
    }
}
