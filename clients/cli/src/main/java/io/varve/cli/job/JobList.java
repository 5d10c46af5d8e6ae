/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import io.varve.cli.output.View;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists jobs. */
@Command(
        name = "list",
        aliases = "ls",
        header = "Lists the replays that were begun over HTTP.",
        description = {
            "",
            "Those that run or wait, and those that ended. The cluster keeps 200: what has ended goes after a"
                    + " day, or when others need the room, moves of groups first."
        },
        footer = "  varve job list --http 127.0.0.1:7680")
public final class JobList extends JobQuestion {
    /** See {@link JobQuestion}. */
    public JobList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    View ask(JobCalls jobs) throws IOException {
        return new JobView.All(jobs.list());
    }
}
