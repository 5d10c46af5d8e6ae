/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.namespace;

import io.varve.cli.output.Deleted;
import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a namespace. */
@Command(
        name = "delete",
        aliases = "rm",
        header = "Deletes a namespace that is empty.",
        description = {
            "",
            "One that has topics, deleted ones that can be restored, or groups can't be deleted; --dry-run is refused as the"
                    + " deletion would be."
        },
        footer = {"  varve namespace delete acme/billing --dry-run", "  varve namespace delete acme/billing"})
public final class NamespaceDelete extends Question {
    @Parameters(paramLabel = "TENANT/NAMESPACE", description = "The namespace.")
    private String name = "";

    @Option(names = "--dry-run", description = "Only says what would be deleted.")
    private boolean dryRun;

    /** See {@link Question}. */
    public NamespaceDelete(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        admin.deleteNamespace(name, dryRun);
        return new Deleted("namespace", name, dryRun);
    }
}
