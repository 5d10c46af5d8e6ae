/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.fault.FaultKind;
import io.varve.chaos.fault.Nemesis;
import io.varve.chaos.history.History;
import io.varve.chaos.history.HistoryChecker;
import io.varve.chaos.history.Outages;
import io.varve.chaos.history.Outages.Window;
import io.varve.chaos.load.Clock;
import io.varve.chaos.load.Load;
import io.varve.server.node.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: a cluster, load, faults, quiet, and the verdict. */
final class ChaosRun {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosRun.class);

    /** A time without any acknowledgement in a partition that is an outage. */
    static final Duration OUTAGE = Duration.ofSeconds(1);

    /** What a fault may cost after it was put right: a session, and what a failover takes beyond it. */
    static final Duration GRACE = Duration.ofSeconds(20);

    private ChaosRun() {}

    /**
     * Runs it to its end.
     *
     * @param tell a line about each thing that happens
     * @throws IOException when the cluster can't be started, or the directory holds something
     */
    static ChaosReport run(ChaosPlan plan, Consumer<String> tell) throws IOException, InterruptedException {
        try (DataDirectory data = DataDirectory.open(plan.data())) {
            if (Files.exists(data.path().resolve(HistoryFile.NAME))) {
                throw new IOException(data.path() + " holds a run already; give this one a directory of its own");
            }
            try (HistoryFile file = new HistoryFile(data.path());
                    PrintWriter processes =
                            new PrintWriter(Files.newBufferedWriter(data.path().resolve("processes.txt")), true);
                    TestedCluster cluster = new TestedCluster(data.path(), plan.size(), plan.shards(), processes)) {
                Thread release = new Thread(cluster::release, "chaos-release");
                // A process that stands still doesn't notice that this one is gone.
                Runtime.getRuntime().addShutdownHook(release);
                try {
                    return run(plan, cluster, new History(file), tell);
                } finally {
                    boolean unused = Runtime.getRuntime().removeShutdownHook(release);
                }
            }
        }
    }

    private static ChaosReport run(ChaosPlan plan, TestedCluster cluster, History history, Consumer<String> tell)
            throws IOException, InterruptedException {
        Clock clock = new Clock();
        List<String> failures = new ArrayList<>();
        Collection<FaultKind> kinds = plan.kinds().isEmpty() ? Nemesis.bearable(cluster) : plan.kinds();
        Nemesis nemesis = new Nemesis(cluster, kinds, plan.seed(), clock, tell);
        // The broker that was the last to start has no shards yet: its end would show nothing.
        nemesis.awaitSettled();
        try (Load load = new Load(cluster, plan.load(), history, clock)) {
            long begin = load.awaitFlow();
            try {
                nemesis.run(begin + plan.lasts().toNanos());
            } catch (IOException | IllegalStateException e) {
                LOG.error("faults end early", e);
                failures.add("faults ended early: " + e.getMessage());
            }
            cluster.release();
            if (!nemesis.awaitWhole()) {
                failures.add("the cluster wasn't whole when all faults were over");
            }
            tell.accept("all faults are over, reading everything");
            Window sending = new Window(begin, load.endSending());
            String missing = load.drain();
            if (!missing.isEmpty()) {
                failures.add(missing);
            }
            Work work = Work.of(cluster);
            tell.accept("checking the history");
            Outages outages = new Outages(history.writes(), plan.load().partitions(), sending, OUTAGE.toNanos());
            return new ChaosReport(
                    plan,
                    Counts.of(history, sending),
                    nemesis.records(),
                    nemesis.endedByThemselves(),
                    HistoryChecker.check(history),
                    outages,
                    work,
                    failures);
        }
    }
}
