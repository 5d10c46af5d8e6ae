/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * A topic before and after it was altered.
 *
 * @param before as it was
 * @param after as it is now; the same if there was nothing to change
 */
public record AlteredTopic(TopicRecord before, TopicRecord after) {}
