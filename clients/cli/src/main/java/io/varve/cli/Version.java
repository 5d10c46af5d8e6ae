/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"varve " + (version == null ? "(not from a jar)" : version)};
    }
}
