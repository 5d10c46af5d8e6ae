/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

/** A server can't start here and now. The message is for whoever started it: what is in the way, and what to do. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A refusal with its reason. */
    public StartRefused(String message) {
        super(message);
    }
}
