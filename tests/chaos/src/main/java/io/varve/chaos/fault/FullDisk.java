/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.cluster.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * A bookie that takes its disk for full: it is started again with limits that are below what is used already. It answers reads,
 * and takes no entries.
 */
final class FullDisk implements Fault {
    private static final String WARN = "bookie.disk.warn-percent";
    private static final String FULL = "bookie.disk.full-percent";
    private static final Map<String, String> TIGHT = Map.of(WARN, "1", FULL, "1");
    private static final Map<String, String> WIDE = Map.of(WARN, "98", FULL, "99");

    private static final Duration SEEN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final TestedCluster cluster;
    private final TestedProcess bookie;
    private final Duration lasts;
    private int writable = -1;
    private char state = '?';

    FullDisk(TestedCluster cluster, TestedProcess bookie, Duration lasts) {
        this.cluster = cluster;
        this.bookie = bookie;
        this.lasts = lasts;
    }

    @Override
    public FaultKind kind() {
        return FaultKind.BOOKIE_FULL;
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
        int unused = bookie.stop();
        bookie.start(TIGHT);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        state = bookie.state();
        boolean unusedAnswer =
                Waiting.until(SEEN, LOOK, () -> writable() == cluster.size().bookies() - 1);
        int unused = bookie.stop();
        bookie.start(WIDE);
    }

    /** As far as it can be told now; a broker that has much to do may not answer. */
    private int writable() {
        writable = cluster.view().map(ClusterView::writableBookies).orElse(-1);
        return writable;
    }

    @Override
    public Evidence evidence() {
        int bookies = cluster.size().bookies();
        return new Evidence(
                writable == bookies - 1 && (state == 'S' || state == 'R'),
                "state " + state + "; " + writable + " of " + bookies + " bookies were writable");
    }
}
