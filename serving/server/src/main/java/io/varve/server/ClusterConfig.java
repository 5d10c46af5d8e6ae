/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

/**
 * The cluster that a broker or bookie is part of.
 *
 * @param zookeeper {@code host:port[,host:port...]}
 */
public record ClusterConfig(String zookeeper) {
    /** A cluster at no place in particular. */
    public static final ClusterConfig DEFAULTS = new ClusterConfig("");
}
