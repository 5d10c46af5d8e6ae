/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.name.TopicName;

/** The node under a topic's id: the name to look under. */
record TopicPointer(String topic) {
    private static final NodeJson<TopicPointer> JSON = new NodeJson<>(TopicPointer.class, 1);

    static byte[] encode(TopicName name) {
        return JSON.encode(new TopicPointer(name.toString()));
    }

    static TopicName decode(String path, byte[] bytes) {
        return TopicName.parse(JSON.decode(path, bytes).topic);
    }
}
