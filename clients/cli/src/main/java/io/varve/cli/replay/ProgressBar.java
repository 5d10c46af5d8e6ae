/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.cli.output.Human;
import io.varve.replay.ReplayProgress;
import java.time.Duration;
import java.util.Locale;

/** A replay's progress as a line. Pure. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final long offsets;
    private final long bytesBefore;

    /**
     * A bar.
     *
     * @param offsets to go when it began; 0 of a replay that follows
     * @param bytesBefore replayed before this run
     */
    ProgressBar(long offsets, long bytesBefore) {
        this.offsets = offsets;
        this.bytesBefore = bytesBefore;
    }

    /** The line for this progress after this time. */
    String line(ReplayProgress now, Duration elapsed) {
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        String counts = Human.count(now.records(), "record") + ", "
                + Human.size((long) ((now.bytes() - bytesBefore) / seconds)) + "/s";
        if (offsets == 0) {
            return counts;
        }
        double part = 1 - (double) now.offsetsLeft() / offsets;
        int full = (int) (part * WIDTH);
        String left = part > 0
                ? ", " + Human.age(Duration.ofMillis((long) (elapsed.toMillis() / part * (1 - part)))) + " left"
                : "";
        return String.format(
                Locale.ROOT,
                "%3.0f%% [%s%s] %s%s",
                part * 100,
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                counts,
                left);
    }
}
