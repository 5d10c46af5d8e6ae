/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What programs have written and the kernel keeps in memory until it writes it to disks. */
public final class PageCache {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final int PATIENCE_SECONDS = 120;

    private PageCache() {}

    /** Has the kernel write everything. Returns when it is on the disks, or after two minutes. */
    public static void sync() throws IOException, InterruptedException {
        Process sync = new ProcessBuilder("sync").inheritIO().start();
        if (!sync.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            sync.destroyForcibly();
        }
    }

    /** Bytes that aren't on the disks yet, those on their way included. */
    public static long unwrittenBytes() throws IOException {
        return unwrittenBytes(Files.readString(MEMINFO));
    }

    static long unwrittenBytes(String meminfo) {
        return ProcLines.number(meminfo, "Dirty") + ProcLines.number(meminfo, "Writeback");
    }
}
