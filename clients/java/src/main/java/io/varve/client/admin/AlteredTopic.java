/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.protocol.partition.MovedKeys;

/**
 * A topic after it was altered, or as it would be.
 *
 * @param topic as it is now
 * @param partitionsBefore how many it had
 * @param movedKeys the share of all keys whose records go to another partition from now on
 */
public record AlteredTopic(TopicSummary topic, int partitionsBefore, MovedKeys movedKeys) {}
