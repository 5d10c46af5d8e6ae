/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of one cluster on this machine. One that ends is reported, and started again only when somebody asks for it. */
public final class LocalCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final int START_SECONDS = 90;
    private static final int LOOK_MS = 100;
    private static final String ROW = "%-12s %-8s %-42s %s%n";

    private final LocalSettings settings;
    private final LocalPlan plan;
    private final PrintWriter out;
    /** One for each member of the plan that was started; changes when one is started again. */
    private final List<MemberProcess> processes = new CopyOnWriteArrayList<>();

    private volatile boolean isStopping;

    /**
     * Starts everything, and returns when every shard is served.
     *
     * @param settings whose directory is locked by the caller
     * @param createCluster called with the address of ZooKeeper when that serves; to return when there is a cluster
     * @param out where a table of the processes goes, and what happens to them later
     * @throws IOException when a process can't be started, or ends
     */
    public LocalCluster(LocalSettings settings, Consumer<String> createCluster, PrintWriter out) throws IOException {
        this.settings = settings;
        this.plan = new LocalPlan(settings, ClusterFile.read(settings.directory()));
        this.out = out;
        try {
            plan.write();
            start(Role.ZOOKEEPER);
            createCluster.accept(plan.zooKeeper());
            start(Role.BOOKIE);
            start(Role.BROKER);
            awaitServing();
            write(pids());
            processes.forEach(this::reportEnd);
            print();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(Role role) throws IOException {
        List<MemberProcess> started = new ArrayList<>();
        for (Member member : plan.members(role)) {
            MemberProcess process = MemberProcess.start(member, settings.variables());
            processes.add(process);
            started.add(process);
        }
        for (MemberProcess process : started) {
            try {
                process.ready().get(START_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
            } catch (TimeoutException e) {
                throw new IOException(
                        process.member().name() + " isn't ready after " + START_SECONDS + " s; see "
                                + process.member().log(),
                        e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void awaitServing() throws IOException {
        Serving serving = new Serving();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (!serving.all(plan.members(Role.BROKER))) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("not every shard is served after " + START_SECONDS
                            + " s; see the brokers' logs in " + settings.directory());
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while the cluster started", e);
    }

    private void reportEnd(MemberProcess process) {
        var unused = process.ended().thenAccept(code -> {
            if (!isStopping) {
                LOG.warn("{} ended pid={} code={}", process.member().name(), process.pid(), code);
                out.printf(
                        "%s (process %d) ended with %d; its log: %s%n",
                        process.member().name(),
                        process.pid(),
                        code,
                        process.member().log());
                out.flush();
            }
        });
    }

    private Map<String, Long> pids() {
        return processes.stream()
                .collect(Collectors.toMap(process -> process.member().name(), MemberProcess::pid));
    }

    private void write(Map<String, Long> pids) throws IOException {
        List<ClusterFile.Entry> entries = plan.members().stream()
                .map(member -> new ClusterFile.Entry(
                        member.name(),
                        member.role().word(),
                        pids.getOrDefault(member.name(), 0L),
                        member.ports(),
                        member.directory().toString(),
                        member.log().toString(),
                        MemberProcess.command(member)))
                .toList();
        new ClusterFile(plan.zooKeeper(), entries).write(settings.directory());
    }

    private void print() {
        out.printf(ROW, "PROCESS", "PID", "PORTS", "LOG");
        for (MemberProcess process : processes) {
            Member member = process.member();
            String ports = member.ports().entrySet().stream()
                    .map(port -> port.getKey() + "=" + port.getValue())
                    .collect(Collectors.joining(" "));
            out.printf(ROW, member.name(), process.pid(), ports, member.log());
        }
        out.flush();
    }

    /** Where clients and operators connect: {@code native} and {@code http}, each {@code host:port[,host:port...]}. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("native", plan.addresses(Role.BROKER, "native"));
        addresses.put("http", plan.addresses(Role.BROKER, "http"));
        return addresses;
    }

    /** {@code host:port[,host:port...]} of its ZooKeeper. */
    public String zooKeeper() {
        return plan.zooKeeper();
    }

    /** Number of the process of this name, such as {@code broker-2}; the last one if it has ended. */
    public long pid(String name) {
        return process(name).pid();
    }

    /** Done when the process of this name has ended, with its exit code; 128 and the signal's number when it was killed. */
    public CompletableFuture<Integer> ended(String name) {
        return process(name).ended();
    }

    /**
     * Starts a process that has ended, on its ports and in its directory.
     *
     * @param changed keys of its configuration that have another value from now on
     * @return done when it takes requests; fails with an IOException when it ends before
     * @throws IOException when it can't be started
     * @throws IllegalArgumentException when there is no process of this name
     * @throws IllegalStateException when it hasn't ended, or the cluster is being stopped
     */
    public synchronized CompletableFuture<Void> startAgain(String name, Map<String, String> changed)
            throws IOException {
        MemberProcess last = process(name);
        if (isStopping || last.isAlive()) {
            throw new IllegalStateException(
                    isStopping ? "the cluster is being stopped" : name + " (process " + last.pid() + ") is alive");
        }
        Member member = last.member().with(changed);
        member.write();
        MemberProcess started = MemberProcess.start(member, settings.variables());
        processes.set(processes.indexOf(last), started);
        reportEnd(started);
        write(pids());
        return started.ready();
    }

    private MemberProcess process(String name) {
        return processes.stream()
                .filter(process -> process.member().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no process " + name));
    }

    /** Stops brokers, then bookies, then ZooKeeper: each is needed by those that stop before it. Blocks. */
    @Override
    public synchronized void close() {
        isStopping = true;
        Role[] roles = Role.values();
        for (int i = roles.length - 1; i >= 0; i--) {
            Role role = roles[i];
            List<MemberProcess> ending = processes.stream()
                    .filter(process -> process.member().role() == role)
                    .toList();
            ending.forEach(MemberProcess::terminate);
            ending.forEach(MemberProcess::awaitEnd);
        }
        try {
            write(Map.of());
        } catch (IOException e) {
            LOG.warn("the list of processes isn't up to date in {}", settings.directory(), e);
        }
    }
}
