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

/** Describes a namespace. */
@Command(
        name = "describe",
        header = "Describes a namespace: since when it is there, and where its topics and groups are.",
        footer = "  varve namespace describe acme/billing")
public final class NamespaceDescribe extends Question {
    @Parameters(paramLabel = "TENANT/NAMESPACE", description = "The namespace.")
    private String name = "";

    /** See {@link Question}. */
    public NamespaceDescribe(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new NamespaceView(admin.describeNamespace(name));
    }
}
