/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What one process did within a window, from its flight recording. */
final class Profile {
    /**
     * Settings of a recording that has all that is read here, for {@code -XX:StartFlightRecording}. The profile has
     * parked threads from 10 ms on; each idle pause of each pool would be one of less.
     */
    static final List<String> SETTINGS = List.of(
            "settings=profile",
            "jdk.ThreadCPULoad#period=1s",
            "jdk.FileForce#threshold=0ms",
            "jdk.FileWrite#threshold=1ms",
            "jdk.FileRead#threshold=1ms",
            "jdk.JavaMonitorEnter#threshold=1ms");

    /** Methods of the system that a thread is in while it has nothing to do. */
    private static final Set<String> WAITING = Set.of("epollWait0", "epollWait", "wait", "accept0", "park");

    /** Synchronizers of the locks of {@code java.util.concurrent.locks}, named by the class they belong to. */
    private static final Pattern LOCK =
            Pattern.compile("java\\.util\\.concurrent\\.locks\\.(\\w+Lock)(?:\\$\\w*Sync)?");

    private final Function<String, Role> roles;
    private final Map<Role, double[]> cores = new EnumMap<>(Role.class);
    private final Map<Role, Shares> methods = new EnumMap<>(Role.class);
    private final Map<Role, Shares> allocated = new EnumMap<>(Role.class);
    private final Waits waits = new Waits();
    private int cpuSamples;
    private long lastCpuSecond = Long.MIN_VALUE;

    private Profile(Function<String, Role> roles) {
        this.roles = roles;
    }

    /** Reads a recording. */
    static Profile of(Path recording, Window window, Function<String, Role> roles) throws IOException {
        Profile profile = new Profile(roles);
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (window.has(event.getEndTime())) {
                    profile.take(event);
                }
            }
        }
        return profile;
    }

    private void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ThreadCPULoad" -> load(event);
            case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> sample(event);
            case "jdk.ObjectAllocationSample" ->
                allocated
                        .computeIfAbsent(role(event), role -> new Shares())
                        .add(className(event.getClass("objectClass")), (double) event.getLong("weight"));
            case "jdk.FileForce" -> waits.add("fsync of " + role(event).title(), event.getDuration());
            case "jdk.FileWrite" -> waits.add("write of " + role(event).title(), event.getDuration());
            case "jdk.FileRead" -> waits.add("read of " + role(event).title(), event.getDuration());
            case "jdk.JavaMonitorEnter" ->
                waits.add(
                        "lock " + className(event.getClass("monitorClass")) + " of "
                                + role(event).title(),
                        event.getDuration());
            case "jdk.ThreadPark" -> park(event);
            case "jdk.GCPhasePause" -> waits.add("pause for garbage collection", event.getDuration());
            default -> {
                // Not asked for here.
            }
        }
    }

    /** Threads that have nothing to do park, too, on conditions and nothing; who waits for a lock parks on its synchronizer. */
    private void park(RecordedEvent event) {
        RecordedClass parked = event.getClass("parkedClass");
        Matcher lock = LOCK.matcher(parked == null ? "" : parked.getName());
        if (lock.matches()) {
            waits.add("lock " + lock.group(1) + " of " + role(event).title(), event.getDuration());
        }
    }

    /** The load of a thread since the last such event, of all processors. */
    private void load(RecordedEvent event) {
        if (event.getEndTime().getEpochSecond() != lastCpuSecond) {
            lastCpuSecond = event.getEndTime().getEpochSecond();
            cpuSamples++;
        }
        double[] sums = cores.computeIfAbsent(role(event), role -> new double[2]);
        int processors = Runtime.getRuntime().availableProcessors();
        sums[0] += event.getFloat("user") * processors;
        sums[1] += event.getFloat("system") * processors;
    }

    private void sample(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return;
        }
        RecordedMethod method = stack.getFrames().get(0).getMethod();
        if (!WAITING.contains(method.getName())) {
            RecordedThread thread = event.getThread("sampledThread");
            methods.computeIfAbsent(roles.apply(name(thread)), role -> new Shares())
                    .add(simpleName(method.getType().getName()) + "." + method.getName(), 1);
        }
    }

    private Role role(RecordedEvent event) {
        return roles.apply(name(event.getThread()));
    }

    private static String name(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "" : name;
    }

    private static String className(@Nullable RecordedClass type) {
        return type == null ? "?" : simpleName(type.getName());
    }

    private static String simpleName(String name) {
        // The class of a lambda has an address behind its name.
        String proper = name.replaceFirst("\\+0x.*", "");
        return proper.startsWith("[") ? proper : proper.substring(proper.lastIndexOf('.') + 1);
    }

    /** Processors that threads of a role kept busy: in their own code and in the system's. */
    double[] cores(Role role) {
        double[] sums = cores.getOrDefault(role, new double[2]);
        return new double[] {sums[0] / Math.max(1, cpuSamples), sums[1] / Math.max(1, cpuSamples)};
    }

    /** Samples by the method that ran. */
    Shares methods(Role role) {
        return methods.getOrDefault(role, new Shares());
    }

    /** Bytes by class, as far as they were sampled. */
    Shares allocated(Role role) {
        return allocated.getOrDefault(role, new Shares());
    }

    /** What threads waited for. */
    Waits waits() {
        return waits;
    }
}
