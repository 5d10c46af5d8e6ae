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
import picocli.CommandLine.Parameters;

/** Stops a job. */
@Command(
        name = "stop",
        header = "Stops a replay that was begun over HTTP.",
        description = {"", "It ends soon; what the target has by then stays."},
        footer = "  varve job stop 5f0c8a5e-0d5c-4b0a-9a53-3f3a2d8f6f10")
public final class JobStop extends JobQuestion {
    @Parameters(paramLabel = "JOB", description = "The job, as the answer to its request and 'varve job list' have it.")
    private String job = "";

    /** See {@link JobQuestion}. */
    public JobStop(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    View ask(JobCalls jobs) throws IOException {
        return new JobView(jobs.stop(job));
    }
}
