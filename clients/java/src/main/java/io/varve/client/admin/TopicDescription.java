/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.List;

/**
 * A topic and its partitions.
 *
 * @param summary as the catalogue has it
 * @param created when it was created
 * @param partitions in order
 */
public record TopicDescription(TopicSummary summary, Instant created, List<PartitionDescription> partitions) {}
