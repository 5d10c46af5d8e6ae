/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.machine.PageCache;
import io.varve.benchmark.compare.machine.ProcStat;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets a system, and the kernel for it, finish what they do behind its answers, so that the next one doesn't pay for it. */
final class Settling {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double IDLE = 0.1;
    /** In a second; servers that have nothing to do still write ticks of their metadata and lines of their logs. */
    private static final long STILL_BYTES = 1_000_000;

    private static final long CLEAN_BYTES = 16_000_000;

    private Settling() {}

    /**
     * Returns when a system used less than a tenth of a processor, second by second, for longer than it rests, and then hardly
     * anything of what was written is on its way to a disk; or after the time, but the kernel was told then, too.
     *
     * @param rest of {@link RunningSystem#rest}
     * @param atMost zero = nothing is waited for
     */
    static void await(RunningSystem system, Duration rest, Duration atMost) throws IOException, InterruptedException {
        if (atMost.isZero()) {
            return;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        awaitIdle(system, rest, deadline);
        PageCache.sync();
        awaitClean(system, deadline);
    }

    private static void awaitIdle(RunningSystem system, Duration rest, long deadline) {
        long before = system.usage().cpuTicks();
        Duration idle = Duration.ZERO;
        while (System.nanoTime() - deadline < 0 && idle.compareTo(rest) <= 0) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = system.usage().cpuTicks();
            idle = now - before < IDLE * ProcStat.TICKS_PER_SECOND ? idle.plus(LOOK) : Duration.ZERO;
            before = now;
        }
    }

    private static void awaitClean(RunningSystem system, long deadline) throws IOException {
        long before = system.usage().writtenBytes();
        boolean isClean = false;
        while (System.nanoTime() - deadline < 0 && !isClean) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = system.usage().writtenBytes();
            isClean = now - before < STILL_BYTES && PageCache.unwrittenBytes() < CLEAN_BYTES;
            before = now;
        }
    }
}
