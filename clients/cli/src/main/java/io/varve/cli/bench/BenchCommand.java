/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import picocli.CommandLine.Command;

/** The commands that measure. */
@Command(
        name = "bench",
        header = "Puts a load on a cluster and measures it.",
        description = {
            "",
            "Every record is read back before there is a figure: each must be there once, in order, and as it was sent, from"
                    + " the moment of its acknowledgement. A run in which one isn't has no figures, and exits with 5. MB ="
                    + " 10^6 bytes of record values. Values are random bytes, which no compression makes smaller.",
            "",
            "In a source checkout there are also 'varve bench compare', which puts the same loads on Varve, Kafka and Pulsar on"
                    + " this machine, 'varve bench profile', which tells where Varve's time goes in them, and"
                    + " 'varve bench jmh', which measures what hot parts cost."
        },
        footer = {
            "  varve bench produce --record-size 1KiB --duration 30s",
            "  varve bench e2e --rate 5000 --html report.html"
        })
public final class BenchCommand {}
