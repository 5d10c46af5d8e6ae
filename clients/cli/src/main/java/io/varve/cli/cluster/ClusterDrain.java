/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.View;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.VarveClient;
import io.varve.client.admin.Admin;
import io.varve.client.admin.DrainProgress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Empties a broker. */
@Command(
        name = "drain",
        header = "Moves every shard away from a broker, waits for that, and says when it is safe to stop it.",
        description = {
            "",
            "The broker gets no shards until --undo, also after it was started again. Ctrl-C ends the waiting, not the draining."
        },
        footer = {
            "  varve cluster drain broker-2 && ssh host-2 systemctl restart varve",
            "  varve cluster drain broker-2 --undo"
        })
public final class ClusterDrain implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "BROKER", description = "Id of the broker, as in varve cluster status.")
    private String brokerId = "";

    @Option(names = "--undo", description = "Lets the broker have shards again, and waits for nothing.")
    private boolean undo;

    @Mixin
    private LongWait wait = new LongWait();

    /** Asks and prints as the options say. */
    public ClusterDrain(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (VarveClient client = options.connect(wait.requestTimeout())) {
            Admin admin = client.admin();
            DrainProgress progress = undo
                    ? admin.undrainBroker(brokerId)
                    : wait.until(
                            () -> admin.drainBroker(brokerId),
                            DrainProgress::isSafeToStop,
                            left -> Human.count(left.shardsLeft(), "shard") + " left on " + left.brokerId()
                                    + "; it goes on being drained");
            new Progress(progress).print(options.format(), terminal.out());
        }
        return ExitCode.DONE;
    }

    /**
     * How far the broker is.
     *
     * @param progress what was answered last
     */
    record Progress(DrainProgress progress) implements View {
        @Override
        public String table() {
            return progress.isDraining()
                    ? progress.brokerId() + " has no shards and gets none: it is safe to stop it\n"
                    : progress.brokerId() + " may have shards again\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("brokerId", progress.brokerId());
            json.writeBooleanField("draining", progress.isDraining());
            json.writeNumberField("shardsLeft", progress.shardsLeft());
            json.writeBooleanField("safeToStop", progress.isSafeToStop());
            json.writeEndObject();
        }
    }
}
