/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.namespace;

import picocli.CommandLine.Command;

/** The commands about namespaces. */
@Command(
        name = "namespace",
        header = "Creates, lists, describes and deletes namespaces.",
        footer = "  varve namespace create acme/billing")
public final class NamespaceCommand {}
