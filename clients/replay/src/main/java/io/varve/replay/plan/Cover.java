/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.replay.plan.ObjectRows.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A choice among objects that overlap: merged objects lie beside those they were made of until these are deleted. All hold the
 * same records, so that at each offset the most compacted one is taken, and among those the one that reaches farthest.
 */
final class Cover {
    private static final Comparator<Held> BEST = Comparator.comparingInt(Held::generation)
            .thenComparingLong(held -> held.row().endOffset());

    private Cover() {}

    /** Objects that follow each other without holes; ends where no object goes on, or with the one that holds the last offset. */
    static List<Held> of(List<Held> objects, OffsetSpan span) {
        List<Held> cover = new ArrayList<>();
        long next = span.firstOffset();
        while (next < span.endOffset()) {
            long wanted = next;
            Optional<Held> best =
                    objects.stream().filter(held -> held.row().holds(wanted)).max(BEST);
            if (best.isEmpty()) {
                break;
            }
            cover.add(best.get());
            next = best.get().row().endOffset();
        }
        return cover;
    }
}
