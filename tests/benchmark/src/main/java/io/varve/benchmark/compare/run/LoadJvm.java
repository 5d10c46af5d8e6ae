/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import java.util.List;

/** The JVM of every load generator. */
public final class LoadJvm {
    /** Its options. */
    public static final List<String> OPTIONS = List.of("-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private LoadJvm() {}
}
