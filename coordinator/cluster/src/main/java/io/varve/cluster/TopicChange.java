/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is to be changed of a topic; what is empty stays.
 *
 * @param partitions how many it has then; they only grow
 * @param retentionMs as in {@link TopicConfig}
 * @param retentionBytes as in {@link TopicConfig}
 * @param dedupWindowMs as in {@link TopicConfig}
 */
public record TopicChange(
        OptionalInt partitions, OptionalLong retentionMs, OptionalLong retentionBytes, OptionalLong dedupWindowMs) {

    /** The topic as it is after the change; INVALID_ARGUMENT names topic, value and limit. */
    TopicRecord applyTo(TopicRecord topic) {
        TopicRecord changed = topic;
        int wanted = partitions.orElse(topic.partitions());
        if (wanted < topic.partitions() || wanted > TopicRecord.MAX_PARTITIONS) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "topic " + topic.name().shortName() + ": " + wanted + " partitions; it has " + topic.partitions()
                            + ", which only grow, to " + TopicRecord.MAX_PARTITIONS + " at most");
        }
        if (wanted > topic.partitions()) {
            changed = changed.grown(wanted);
        }
        TopicConfig config = topic.config()
                .with(
                        retentionMs.orElse(topic.config().retentionMs()),
                        retentionBytes.orElse(topic.config().retentionBytes()),
                        dedupWindowMs.orElse(topic.config().dedupWindowMs()));
        return config.equals(topic.config()) ? changed : changed.with(config);
    }
}
