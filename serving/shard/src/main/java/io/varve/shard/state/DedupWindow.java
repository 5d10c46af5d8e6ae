/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.varve.log.record.IdHash;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The message ids that a partition remembers, in sections by their number: the oldest is forgotten as a whole. */
public final class DedupWindow {
    private final NavigableMap<Integer, DedupSection> sections = new TreeMap<>();

    /** The sections, oldest first. Read only. */
    public NavigableMap<Integer, DedupSection> sections() {
        return Collections.unmodifiableNavigableMap(sections);
    }

    /** Offset of the record with this id, if it is remembered. */
    public OptionalLong offset(IdHash id) {
        // What is sent again is mostly young.
        for (DedupSection section : sections.descendingMap().values()) {
            OptionalLong offset = section.offset(id);
            if (offset.isPresent()) {
                return offset;
            }
        }
        return OptionalLong.empty();
    }

    /** How many ids there are. */
    int ids() {
        return sections.values().stream().mapToInt(DedupSection::count).sum();
    }

    /** Puts a section, and returns how many ids the one had that it takes the place of. */
    int put(int number, DedupSection section) {
        return countOf(sections.put(number, section));
    }

    /** Forgets a section, and returns how many ids it had. */
    int remove(int number) {
        return countOf(sections.remove(number));
    }

    private static int countOf(@Nullable DedupSection section) {
        return section == null ? 0 : section.count();
    }
}
