/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Reading;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** A run in which producers send. */
abstract class SendingRun extends BenchRun {
    private static final int ALL_MEMORY_BYTES = 256 << 20;
    private static final int DEFAULT_MEMORY_BYTES = 32 << 20;
    /** Holds a batch. */
    private static final int LEAST_MEMORY_BYTES = 256 << 10;

    private final String name;

    @Mixin
    private final RecordChoice records = new RecordChoice();

    @Mixin
    private final ProducerChoice producers = new ProducerChoice();

    @Mixin
    private final TimeChoice time = new TimeChoice();

    SendingRun(String name, ServerOptions options, Terminal terminal) {
        super(options, terminal);
        this.name = name;
    }

    /** The topics to send to. */
    abstract Topics topics(Admin admin);

    /** How many topics those are. */
    int topicCount() {
        return 1;
    }

    /** Who reads along; nobody unless a run says otherwise. */
    Reading reading() {
        return Reading.ALONE;
    }

    /** Whether anybody reads along. */
    Work work() {
        return Work.PRODUCE;
    }

    /** Many producers share what memory there is; each keeps its default as long as all fit. */
    @Override
    final Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(records.settings());
        settings.putAll(producers.settings());
        int share = ALL_MEMORY_BYTES / producers.number(topicCount());
        if (share < DEFAULT_MEMORY_BYTES) {
            settings.put("memoryBytes", String.valueOf(Math.max(LEAST_MEMORY_BYTES, share)));
        }
        return settings;
    }

    @Override
    final Result measure(BenchSession session) {
        return session.run(
                records.workload(name, work(), topics(session.client().admin()))
                        .sending(producers.of(records.bytes()))
                        .span(time.span())
                        .reading(reading()));
    }
}
