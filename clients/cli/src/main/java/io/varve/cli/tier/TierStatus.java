/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.tier;

import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the segments of all shards, and the objects. */
@Command(
        name = "status",
        header = "Shows how many segments are open, sealed, being tiered and tiered, and what is in object storage.",
        description = {
            "",
            "A segment is a stretch of a shard's log. It is open while it is written; sealed, it is copied to object storage,"
                    + " and its ledger is deleted some time after the copy was verified."
        },
        footer = "  varve tier status --segments")
public final class TierStatus extends Question {
    @Option(names = "--segments", description = "Lists every segment in the table, too. JSON always has them.")
    private boolean segments;

    /** See {@link Question}. */
    public TierStatus(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new TierView(admin.tierStatus(), Instant.now(), segments);
    }
}
