/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.GroupOwner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** To the broker that holds a group; remembers it until it fails. May be used from any thread. */
public final class GroupRoute implements Route {
    private final Cluster cluster;
    private final GroupName group;
    private volatile @Nullable Address known;

    /** The route to a group. */
    public GroupRoute(Cluster cluster, GroupName group) {
        this.cluster = cluster;
        this.group = group;
    }

    @Override
    public CompletableFuture<Address> target() {
        Address present = known;
        if (present != null) {
            return CompletableFuture.completedFuture(present);
        }
        return cluster.askOnce(
                        CommandType.FIND_GROUP,
                        FindGroup.newBuilder().setGroup(group.toString()).build(),
                        GroupOwner.class)
                .thenApply(found -> {
                    if (!found.hasOwner()) {
                        throw CallException.notSent(
                                ErrorCode.UNAVAILABLE, "no broker holds group " + group.shortName() + " now", null);
                    }
                    Address owner = Address.of(found.getOwner());
                    known = owner;
                    return owner;
                });
    }

    @Override
    public boolean failed(Address asked, CallException why) {
        Address owner = why.owner();
        if (why.code() == ErrorCode.NOT_OWNER && owner != null && !owner.equals(asked)) {
            known = owner;
            return true;
        }
        if (why.code() == ErrorCode.NOT_OWNER || !why.isAnswer()) {
            known = null;
        }
        return false;
    }
}
