/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Span;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a run lasts. */
final class TimeChoice {
    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long producers send while it is measured. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ofSeconds(30);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long they do so before. Default: ${DEFAULT-VALUE}.")
    private Duration warmUp = Duration.ofSeconds(5);

    /** That long. */
    Span span() {
        return Span.lasting(warmUp.toMillis(), duration.toMillis());
    }
}
