/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.ShardClass;

/**
 * Which of a cluster's brokers this is.
 *
 * @param id its name, the same after a restart and no other broker's; a standalone server's is {@code broker-1}
 * @param pool the brokers that share shards with this one
 */
public record BrokerConfig(String id, String pool) {
    /** The broker of a standalone server. */
    public static final BrokerConfig DEFAULTS = new BrokerConfig("broker-1", ShardClass.DEFAULT_POOL);

    public BrokerConfig {
        check("id", id);
        check("pool", pool);
    }

    private static void check(String key, String name) {
        if (!name.matches("[a-zA-Z0-9._-]{1,128}")) {
            throw new IllegalArgumentException(
                    key + " must be 1 to 128 characters of a-z A-Z 0-9 . _ -, not \"" + name + "\"");
        }
    }
}
