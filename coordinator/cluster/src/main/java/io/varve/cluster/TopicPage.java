/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.List;

/**
 * Part of a listing.
 *
 * @param topics in the order of their names
 * @param more whether more follow the last one
 */
public record TopicPage(List<TopicRecord> topics, boolean more) {
    public TopicPage {
        topics = List.copyOf(topics);
    }
}
