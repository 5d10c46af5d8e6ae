/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.namespace;

import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists namespaces. */
@Command(name = "list", aliases = "ls", header = "Lists namespaces.", footer = "  varve namespace list acme")
public final class NamespaceList extends Question {
    @Parameters(arity = "0..1", paramLabel = "TENANT", description = "Only those of this tenant.")
    private String tenant = "";

    /** See {@link Question}. */
    public NamespaceList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new NamespaceView.All(admin.listNamespaces(tenant));
    }
}
