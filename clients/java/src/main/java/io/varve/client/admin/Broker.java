/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

/**
 * A broker.
 *
 * @param id its name in the cluster; empty if not known
 * @param host where it listens
 * @param port where it listens
 */
public record Broker(String id, String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
