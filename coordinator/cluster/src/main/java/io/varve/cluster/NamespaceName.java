/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;

/**
 * The full name of a namespace; its parts have the grammar of a topic's.
 *
 * @param tenant who it belongs to
 * @param namespace its name within the tenant
 */
public record NamespaceName(String tenant, String namespace) {
    /** {@code public/default}, which every cluster has. */
    public static final NamespaceName DEFAULT = new NamespaceName("public", "default");

    /** Checks the grammar of both parts: INVALID_NAME names part, value and rule. */
    public NamespaceName {
        // A topic's name has the same first two parts, and the check of all three.
        new TopicName(tenant, namespace, "any").topic();
    }

    /** The namespace that a topic is in. */
    public static NamespaceName of(TopicName topic) {
        return new NamespaceName(topic.tenant(), topic.namespace());
    }

    /** The namespace that a group is in. */
    public static NamespaceName of(GroupName group) {
        return new NamespaceName(group.tenant(), group.namespace());
    }

    /** The topic of this name within the namespace. */
    public TopicName topic(String name) {
        return new TopicName(tenant, namespace, name);
    }

    /** {@code tenant/namespace}. */
    @Override
    public String toString() {
        return tenant + "/" + namespace;
    }
}
