/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Ends this process when the one that started it is gone, however that ended: then its end of our standard input is closed. For
 * processes that would otherwise be left behind, on a directory and on ports that are wanted again.
 */
public final class Leash {
    /** The system property that asks for it, with the value true. */
    public static final String PROPERTY = "varve.leash";

    private Leash() {}

    /** From now on, if it was asked for. */
    public static void holdIfAsked() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread reader = new Thread(Leash::exitAtEnd, "varve-leash");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private static void exitAtEnd() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The other end is gone as well.
        }
        System.exit(0);
    }
}
