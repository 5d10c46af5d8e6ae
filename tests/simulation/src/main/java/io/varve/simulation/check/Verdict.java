/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether everything was as it must be. Remembers the first thing that wasn't: code that is simulated may swallow what is thrown. */
public final class Verdict {
    private @Nullable String violation;

    /** Throws, and remembers, if it doesn't hold. */
    public void unless(boolean holds, Supplier<String> what) {
        if (!holds) {
            if (violation == null) {
                violation = what.get();
            }
            throw new Violation(what.get());
        }
    }

    /** The first thing that wasn't as it must be; null when there was none. */
    public @Nullable String violation() {
        return violation;
    }
}
