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

/** Creates a namespace. */
@Command(
        name = "create",
        header = "Creates a namespace.",
        description = {"", "Its tenant needs no creation: it is there with its first namespace."},
        footer = {"  varve namespace create acme/billing", "  varve topic create acme/billing/orders --partitions 4"})
public final class NamespaceCreate extends Question {
    @Parameters(paramLabel = "TENANT/NAMESPACE", description = "The namespace.")
    private String name = "";

    /** See {@link Question}. */
    public NamespaceCreate(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new NamespaceView(admin.createNamespace(name));
    }
}
