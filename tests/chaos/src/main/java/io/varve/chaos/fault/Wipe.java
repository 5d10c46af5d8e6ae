/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A bookie is killed and its disk is lost. Under its old id it has to refuse to start; it comes back under a new one, as the
 * manual says. What it held is copied from others, which is waited for: before that, the next loss might be one too many.
 */
final class Wipe implements Fault {
    /** Longer than a bookie has to be away before what it held is copied. */
    private static final Duration REPAIR_BEGINS = Duration.ofSeconds(25);

    private static final Duration REPAIR_ENDS = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int QUIET_LOOKS = 3;

    private final TestedCluster cluster;
    private final TestedProcess bookie;
    private final Duration lasts;
    private final String newId;
    private int refusal;
    private long mostMissing;
    private boolean isRepaired;

    Wipe(TestedCluster cluster, TestedProcess bookie, Duration lasts, String newId) {
        this.cluster = cluster;
        this.bookie = bookie;
        this.lasts = lasts;
        this.newId = newId;
    }

    @Override
    public FaultKind kind() {
        return FaultKind.BOOKIE_WIPED;
    }

    @Override
    public String target() {
        return bookie.name();
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        int unused = bookie.kill();
        delete(bookie.directory().resolve("journal"));
        delete(bookie.directory().resolve("ledgers"));
        refusal = bookie.startInVain(Map.of());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (missing() <= 0 && System.nanoTime() - began < REPAIR_BEGINS.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        bookie.start(Map.of("bookie.id", newId));
    }

    @Override
    public void recover() throws InterruptedException {
        long began = System.nanoTime();
        for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() - began < REPAIR_ENDS.toNanos(); ) {
            quiet = missing() == 0 ? quiet + 1 : 0;
            isRepaired = quiet == QUIET_LOOKS;
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    /** Ledgers that lack a copy; -1 when that can't be told now. */
    private long missing() {
        long missing = cluster.view().map(ClusterView::underReplicated).orElse(-1L);
        mostMissing = Math.max(mostMissing, missing);
        return missing;
    }

    @Override
    public Evidence evidence() {
        return new Evidence(
                refusal != 0,
                "under its old id it ended with " + refusal + "; back as " + newId + "; up to " + mostMissing
                        + " ledgers lacked a copy, " + (isRepaired ? "repaired" : "not all repaired"));
    }
}
