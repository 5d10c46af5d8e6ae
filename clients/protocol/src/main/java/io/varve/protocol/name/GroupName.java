/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.name;

/**
 * The full name of a group. Each part has 1 to 128 characters of {@code a-z A-Z 0-9 . _ -} and is not {@code .} or {@code ..}.
 *
 * @param tenant who it belongs to; {@code public} unless said
 * @param namespace where its policies stand; {@code default} unless said
 * @param group the name within its namespace
 */
public record GroupName(String tenant, String namespace, String group) {
    /** Checks the grammar of each part: INVALID_NAME names part, value and rule. */
    public GroupName {
        NameParts.check("tenant", tenant);
        NameParts.check("namespace", namespace);
        NameParts.check("group", group);
    }

    /**
     * Reads {@code group}, which is in {@code public/default}, or {@code tenant/namespace/group}.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_NAME
     */
    public static GroupName parse(String name) {
        String[] parts = NameParts.split("group", name);
        return new GroupName(parts[0], parts[1], parts[2]);
    }

    /** Whether the name is kept for the broker's own groups: it starts with {@code __} or ends with {@code .dlq}. */
    public boolean isReserved() {
        return NameParts.isReserved(group);
    }

    /**
     * Returns this name if users may create a group of it.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_NAME if it is reserved
     */
    public GroupName requireUnreserved() {
        NameParts.requireUnreserved("group", group);
        return this;
    }

    /** What {@link #parse} takes and people read: without tenant and namespace where those are {@code public/default}. */
    public String shortName() {
        return NameParts.shortest(tenant, namespace, group);
    }

    /** {@code tenant/namespace/group}. */
    @Override
    public String toString() {
        return NameParts.full(tenant, namespace, group);
    }
}
