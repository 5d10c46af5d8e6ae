/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import java.util.concurrent.CompletionException;

/** Failures of futures. */
public final class Failures {
    private Failures() {}

    /** What a future failed with, without the wrapping that comes from chaining futures. */
    public static Throwable cause(Throwable failure) {
        Throwable unwrapped = failure;
        for (Throwable cause = failure.getCause();
                unwrapped instanceof CompletionException && cause != null;
                cause = unwrapped.getCause()) {
            unwrapped = cause;
        }
        return unwrapped;
    }
}
