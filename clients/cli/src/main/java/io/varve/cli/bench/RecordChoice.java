/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.cli.run.CodecWords;
import io.varve.cli.run.Words;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.unit.DataSize;
import java.util.Map;
import picocli.CommandLine.Option;

/** What records are sent. */
final class RecordChoice {
    @Option(
            names = "--record-size",
            paramLabel = "SIZE",
            defaultValue = "1KiB",
            description = "Size of each value, 32B to 1000000B. Default: ${DEFAULT-VALUE}.")
    private DataSize size = new DataSize(1 << 10);

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many different keys each producer uses; 0: records have none. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--compression",
            paramLabel = "CODEC",
            defaultValue = "none",
            completionCandidates = CodecWords.class,
            description = "none, gzip, snappy, lz4 or zstd. Default: ${DEFAULT-VALUE}.")
    private Codec compression = Codec.NONE;

    /** A workload with such records in these topics. */
    Workload workload(String name, Work work, Topics topics) {
        Workload any = Workload.of(name, Work.PRODUCE, bytes());
        return new Workload(
                name, work, topics, any.recordBytes(), keys, any.sending(), any.span(), any.reading(), null);
    }

    /** Bytes of each value. */
    int bytes() {
        return (int) Math.min(Integer.MAX_VALUE, size.bytes());
    }

    /** What the client is told. */
    Map<String, String> settings() {
        return compression == Codec.NONE ? Map.of() : Map.of("compression", Words.of(compression));
    }
}
