/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All bookies of a cluster that lives in one process: {@code bookie-1} and so on, each in a directory of that name. */
public final class LocalBookies implements AutoCloseable {
    private final List<BookieNode> nodes;

    private LocalBookies(List<BookieNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts them, one after the other, and returns when all take entries. Fails as {@link BookieNode#start} does, and leaves
     * none behind then.
     *
     * @param data directory that holds theirs
     * @param count at least 1; a bookie that was there before and isn't counted any more stays away with its data
     * @param gcInterval how often they free the space of deleted ledgers
     */
    public static LocalBookies start(Path data, int count, String metadataUri, Duration gcInterval) {
        if (count < 1) {
            throw new IllegalArgumentException("a cluster needs at least one bookie, got " + count);
        }
        LocalBookies bookies = new LocalBookies(new ArrayList<>());
        try {
            for (int i = 1; i <= count; i++) {
                String id = "bookie-" + i;
                bookies.nodes.add(BookieNode.start(
                        BookieConfig.of(id, data.resolve(id), metadataUri).withGcInterval(gcInterval)));
            }
            return bookies;
        } catch (RuntimeException e) {
            bookies.close();
            throw e;
        }
    }

    /** The running bookies, by number. */
    public List<BookieNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Stops all of them. Blocks. */
    @Override
    public void close() {
        nodes.forEach(BookieNode::close);
    }
}
