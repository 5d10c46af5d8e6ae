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

    /** How much more memory the window takes with one id more in the section of this number, which may be new. */
    public long growthBytes(int number) {
        DedupSection section = sections.get(number);
        return section == null ? DedupSection.LEAST_BYTES : section.growthBytes();
    }

    /** Puts a section, and returns the one that it takes the place of, if there was one. */
    @Nullable
    DedupSection put(int number, DedupSection section) {
        return sections.put(number, section);
    }

    /** Forgets a section, and returns it, if there was one. */
    @Nullable
    DedupSection remove(int number) {
        return sections.remove(number);
    }
}
