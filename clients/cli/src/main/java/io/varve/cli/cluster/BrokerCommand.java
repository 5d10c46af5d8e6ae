/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import picocli.CommandLine.Command;

/** The commands about brokers. */
@Command(name = "broker", header = "Lists the brokers that are there now.", footer = "  varve broker list")
public final class BrokerCommand {}
