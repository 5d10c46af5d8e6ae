/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.error;

import org.jspecify.annotations.Nullable;

/**
 * The failures that the ports (ledgers, metadata, objects) report to the parts that use them. Adapters translate their
 * library's exceptions into this family once; an edge (transport, command line) translates it once into {@link ErrorCode}.
 */
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Somebody closed or fenced the thing that was being written. Says "stop", never "who": read the owner's node to learn that. */
    public static final class Fenced extends StoreException {
        private static final long serialVersionUID = 1;

        public Fenced(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The service can't be reached or can't do it now, and the operation had no effect: retriable. */
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The operation may or may not have taken effect. Never answer success or failure from it: re-read, then judge. */
    public static final class UnknownOutcome extends StoreException {
        private static final long serialVersionUID = 1;

        public UnknownOutcome(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The expected version is not the present one, or the name exists already; the operation had no effect. */
    public static final class Conflict extends StoreException {
        private static final long serialVersionUID = 1;

        public Conflict(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The named thing does not exist. */
    public static final class NotFound extends StoreException {
        private static final long serialVersionUID = 1;

        public NotFound(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Stored bytes are missing or contradict themselves. Stop and say so; never skip. */
    public static final class Damaged extends StoreException {
        private static final long serialVersionUID = 1;

        public Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
