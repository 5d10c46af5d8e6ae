/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.nio.file.Path;
import java.time.Duration;

/** A bookie in a process of its own, for a test to kill: arguments are its data directory and the metadata URI. */
final class BookieProcess {
    /** Longer than any test waits, so that a test which passes didn't wait for the session to end. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);

    private BookieProcess() {}

    static BookieConfig config(Path data, String metadataUri) {
        return BookieConfig.of("bookie-killed", data, metadataUri).withSessionTimeout(SESSION_TIMEOUT);
    }

    public static void main(String[] args) {
        BookieNode node = BookieNode.start(config(Path.of(args[0]), args[1]));
        System.out.println("port " + node.port());
    }
}
