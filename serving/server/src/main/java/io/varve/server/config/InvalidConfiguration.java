/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

/** The configuration can't be used. The message is one sentence for whoever wrote it: key, value, where it came from, what would do. */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A refusal with its reason. */
    public InvalidConfiguration(String message) {
        super(message);
    }
}
