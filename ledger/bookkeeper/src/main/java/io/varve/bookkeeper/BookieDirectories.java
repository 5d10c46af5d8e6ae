/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.nio.file.Path;

/**
 * Where a bookie keeps what it stores. BookKeeper remembers both places, and refuses to start on others.
 *
 * @param home its own files, such as the lock; created if missing
 * @param journal what it was sent last, forced to disk before it answers; a disk of its own makes answers faster
 * @param ledgers everything else, sorted by ledger
 */
public record BookieDirectories(Path home, Path journal, Path ledgers) {
    /** All in one directory. */
    public static BookieDirectories in(Path home) {
        return new BookieDirectories(home, home.resolve("journal"), home.resolve("ledgers"));
    }
}
