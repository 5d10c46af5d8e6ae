/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.LogTail;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.cluster.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bookie is killed and its disk is lost. Under its old id it has to refuse to start; it comes back under a new one, as the
 * manual says. What it held is copied from others, which is waited for: before that, the next loss might be one too many.
 */
final class Wipe implements Fault {
    /** Its session, how long it has to be away before what it held is copied, and the auditor's look at all ledgers. */
    private static final Duration REPAIR_BEGINS = Duration.ofSeconds(60);

    private static final Duration REPAIR_ENDS = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int QUIET_LOOKS = 3;
    private static final Pattern REFUSED = Pattern.compile("the cluster counts on what bookie \\S+ stored");

    private final TestedCluster cluster;
    private final TestedProcess bookie;
    private final Duration lasts;
    private final String newId;
    private int refusal;
    private long refusals;
    private long mostMissing;
    private int quiet;
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
        LogTail log = LogTail.from(bookie.log());
        refusal = bookie.startInVain(Map.of());
        refusals = log.count(REFUSED);
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
        boolean unused = Waiting.until(REPAIR_BEGINS, LOOK, () -> missing() > 0);
        bookie.start(Map.of("bookie.id", newId));
    }

    @Override
    public boolean recover() throws InterruptedException {
        isRepaired = Waiting.until(REPAIR_ENDS, LOOK, () -> {
            quiet = missing() == 0 ? quiet + 1 : 0;
            return quiet == QUIET_LOOKS;
        });
        return isRepaired;
    }

    /** Ledgers that lack a copy; -1 when that can't be told now. */
    private long missing() {
        long missing = cluster.view().map(ClusterView::underReplicated).orElse(-1L);
        mostMissing = Math.max(mostMissing, missing);
        return missing;
    }

    @Override
    public Evidence evidence() {
        return Proofs.wiped(refusal, refusals, newId, mostMissing, isRepaired);
    }
}
