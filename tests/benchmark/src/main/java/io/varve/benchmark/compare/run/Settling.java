/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.machine.ProcStat;
import io.varve.benchmark.compare.system.RunningSystem;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets a system finish what it does behind its answers, so that the next one doesn't pay for it. */
final class Settling {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double IDLE = 0.1;

    private Settling() {}

    /**
     * Returns when a system used less than a tenth of a processor, second by second, for longer than it rests between two steps
     * of such work ({@link RunningSystem#rest}); or after the time.
     */
    static void await(RunningSystem system, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        long before = system.usage().cpuTicks();
        Duration idle = Duration.ZERO;
        while (System.nanoTime() < deadline && idle.compareTo(system.rest()) <= 0) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = system.usage().cpuTicks();
            idle = now - before < IDLE * ProcStat.TICKS_PER_SECOND ? idle.plus(LOOK) : Duration.ZERO;
            before = now;
        }
    }
}
