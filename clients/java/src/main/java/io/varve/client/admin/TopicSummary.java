/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A topic as the catalogue has it.
 *
 * @param name short where the topic is in {@code public/default}
 * @param id a topic created again under its name has another
 * @param partitions numbered from 0
 * @param retention how long records are kept; empty = as the namespace says; {@link NewTopic#FOR_EVER}
 * @param retentionBytes per partition; empty = no limit
 * @param dedupWindow how long a message id is remembered; empty = not at all
 */
public record TopicSummary(
        String name,
        UUID id,
        int partitions,
        Optional<Duration> retention,
        OptionalLong retentionBytes,
        Optional<Duration> dedupWindow) {}
