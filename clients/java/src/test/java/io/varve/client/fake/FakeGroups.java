/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import com.google.protobuf.MessageLite;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FindGroup;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupOwner;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.SeekGroup;
import java.util.Map;
import java.util.TreeMap;

/** Stream groups of a fake cluster, all at one broker. State is touched on the fake's thread only. */
public final class FakeGroups {
    private final FakeCluster cluster;
    private final Map<String, FakeGroup> groups = new TreeMap<>();
    private int owner;

    FakeGroups(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** Moves all groups to another broker. */
    public void move(int broker) {
        cluster.run(() -> owner = broker);
    }

    /** Lets all members of a group expire. */
    public void expireAll(String group) {
        cluster.run(() -> {
            named("public/default/" + group).expireAll();
            return null;
        });
    }

    /** Lets a group look at its topics again. */
    public void refresh(String group) {
        cluster.run(() -> {
            named("public/default/" + group).target();
            return null;
        });
    }

    /** Number of members. */
    public int members(String group) {
        return cluster.run(() -> {
            FakeGroup found = groups.get("public/default/" + group);
            return found == null ? 0 : found.members.size();
        });
    }

    /** The committed offset of a partition, -1 if there is none. */
    public long committed(String group, String topic, int partition) {
        return cluster.run(() -> named("public/default/" + group)
                .committed
                .getOrDefault(new FakeGroup.Place(cluster.named(topic).name, partition), -1L));
    }

    MessageLite apply(FakeBroker broker, Frame request) {
        if (request.message() instanceof FindGroup) {
            return GroupOwner.newBuilder()
                    .setOwner(cluster.broker(owner).wireAddress())
                    .build();
        }
        boolean owns = broker == cluster.broker(owner);
        if (request.type() == CommandType.LIST_GROUPS) {
            // Each broker lists its own.
            GroupList.Builder list = GroupList.newBuilder();
            if (owns) {
                groups.values().forEach(group -> list.addGroups(group.summary()));
            }
            return list.build();
        }
        if (!owns) {
            return cluster.notOwner(cluster.broker(owner));
        }
        return switch (request.type()) {
            case JOIN_GROUP -> {
                JoinGroup join = (JoinGroup) request.message();
                yield groups.computeIfAbsent(join.getGroup(), name -> new FakeGroup(cluster, name))
                        .join(join);
            }
            case HEARTBEAT -> {
                Heartbeat heartbeat = (Heartbeat) request.message();
                yield named(heartbeat.getGroup()).heartbeat(heartbeat);
            }
            case LEAVE_GROUP -> {
                LeaveGroup leave = (LeaveGroup) request.message();
                named(leave.getGroup()).leave(leave.getMemberId());
                yield Done.getDefaultInstance();
            }
            case COMMIT_OFFSETS -> {
                CommitOffsets commit = (CommitOffsets) request.message();
                named(commit.getGroup()).commit(commit);
                yield Done.getDefaultInstance();
            }
            case DESCRIBE_GROUP ->
                named(((DescribeGroup) request.message()).getGroup()).info();
            case SEEK_GROUP -> {
                SeekGroup seek = (SeekGroup) request.message();
                yield named(seek.getGroup()).seek(seek);
            }
            case DELETE_GROUP -> {
                String name = ((DeleteGroup) request.message()).getGroup();
                groups.remove(named(name).name);
                yield Done.getDefaultInstance();
            }
            default -> throw new VarveException(ErrorCode.UNKNOWN_COMMAND, "the fake knows no " + request.type());
        };
    }

    private FakeGroup named(String name) {
        FakeGroup group = groups.get(name);
        if (group == null) {
            throw new VarveException(ErrorCode.GROUP_NOT_FOUND, "no group " + name);
        }
        return group;
    }
}
