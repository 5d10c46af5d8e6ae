/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.varve.ReplayDriver;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.cli.replay.ObjectStores;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.VarveClient;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.replay.Replay;
import io.varve.replay.plan.ReplayRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast history is read from objects. */
@Command(
        name = "replay",
        header = "Measures how fast history is read straight from object storage.",
        description = {
            "",
            "Writes a backlog to a fresh topic, or takes what a topic has, to which nobody may write meanwhile; seals the"
                    + " topic, waits until all of it is tiered, and replays it as 'varve replay' does."
        },
        footer = {"  varve bench replay --backlog 4GiB --parallel 8", "  varve bench replay --topic orders"})
public final class BenchReplay extends ReadingRun {
    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "" + ReplayRequest.PARALLEL,
            description = "How many pieces of up to 8 MiB are read from objects at a time, 1 to 64. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int parallel = ReplayRequest.PARALLEL;

    @Option(
            names = "--object-store",
            paramLabel = "URI",
            description =
                    "Where objects are, as seen from here: file:DIR or s3://bucket[/prefix][?endpoint=...], credentials"
                            + " in VARVE_S3_ACCESS_KEY and VARVE_S3_SECRET_KEY. Default: where the brokers say.")
    private @Nullable String location;

    /** Measures as the options say. */
    public BenchReplay(ServerOptions options, Terminal terminal) {
        super("replay", options, terminal);
    }

    @Override
    Result read(BenchSession session, Workload workload) throws IOException {
        VarveClient client = session.client();
        try (ObjectStore store = ObjectStores.open(
                location == null ? told(client, workload.topics().names().get(0)) : location)) {
            return session.run(workload, new ReplayDriver(session.driver(), client, store, parallel));
        }
    }

    private static String told(VarveClient client, String topic) {
        String told = Replay.of(client, topic).plan(ReplayRequest.of(topic)).objectStore();
        if (told.isEmpty()) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "the brokers don't say where objects are; --object-store does");
        }
        return told;
    }
}
