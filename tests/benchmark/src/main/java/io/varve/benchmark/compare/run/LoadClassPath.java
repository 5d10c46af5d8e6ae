/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import java.io.IOException;

/** What a load generator needs on its class path. */
@FunctionalInterface
public interface LoadClassPath {
    /** The class path for a driver, as an option of Java; may fetch what isn't there. */
    String of(String driver) throws IOException, InterruptedException;
}
