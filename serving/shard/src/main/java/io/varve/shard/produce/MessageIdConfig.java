/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

/**
 * What message ids may cost.
 *
 * @param messageIdBytes memory for the message ids of all shards of a broker, at least 1 MiB
 */
public record MessageIdConfig(long messageIdBytes) {
    /** A quarter of a broker's heap as {@code bin/varve} starts it: 4 to 8 million ids. */
    public static final MessageIdConfig DEFAULTS = new MessageIdConfig(256L << 20);

    private static final long LEAST_BYTES = 1 << 20;

    public MessageIdConfig {
        if (messageIdBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "messageIdBytes must be at least " + LEAST_BYTES + ", not " + messageIdBytes);
        }
    }
}
