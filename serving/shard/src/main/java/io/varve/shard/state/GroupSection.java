/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupMeta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A stream group, whole: who its members are, what they hold, how far it has come in every partition. Image, big-endian:
 *
 * <pre>
 * version u8 = 1 | group id 16 | name u16 + UTF-8 | epoch u64 | members u32 { as in a GROUP_META record }
 * | commits u32 { commit time i64 | as in a GROUP_COMMIT record } | pending transactions u32 = 0
 * </pre>
 */
public final class GroupSection {
    private static final int VERSION = 1;

    private final UUID groupId;
    private final String name;
    private long epoch;
    private List<GroupMeta.Member> members = List.of();
    private final NavigableMap<PartitionKey, Commit> commits = new TreeMap<>();

    /**
     * Progress in one partition.
     *
     * @param offset next offset to read
     * @param metadata the member's note
     * @param commitMs when it was committed, ms since the epoch
     */
    public record Commit(long offset, String metadata, long commitMs) {}

    GroupSection(UUID groupId, String name) {
        this.groupId = groupId;
        this.name = name;
    }

    /** The group's id: deleting a group and making it again gives another. */
    public UUID groupId() {
        return groupId;
    }

    /** {@code tenant/namespace/group}. */
    public String name() {
        return name;
    }

    /** Grows with each change of members or assignment. */
    public long epoch() {
        return epoch;
    }

    /** Members in the order of their ids. */
    public List<GroupMeta.Member> members() {
        return members;
    }

    /** Committed progress. */
    public NavigableMap<PartitionKey, Commit> commits() {
        return Collections.unmodifiableNavigableMap(commits);
    }

    void change(long newEpoch, List<GroupMeta.Member> newMembers) {
        epoch = newEpoch;
        members = newMembers;
    }

    void commit(List<GroupCommit.Offset> offsets, long commitMs) {
        for (GroupCommit.Offset offset : offsets) {
            commits.put(
                    new PartitionKey(offset.topicId(), offset.partition()),
                    new Commit(offset.offset(), offset.metadata(), commitMs));
        }
    }

    void encode(ByteBuf out) {
        out.writeByte(VERSION);
        SectionImages.writeUuid(out, groupId);
        SectionImages.writeString(out, name);
        out.writeLong(epoch);
        out.writeInt(members.size());
        members.forEach(member -> member.encode(out));
        out.writeInt(commits.size());
        commits.forEach((key, commit) -> {
            out.writeLong(commit.commitMs());
            new GroupCommit.Offset(key.topicId(), key.partition(), commit.offset(), commit.metadata()).encode(out);
        });
        out.writeInt(0);
    }

    static GroupSection decode(ByteBuf in) {
        SectionImages.requireVersion("group", in.readUnsignedByte(), VERSION);
        GroupSection section = new GroupSection(SectionImages.readUuid(in), SectionImages.readString(in));
        section.epoch = in.readLong();
        List<GroupMeta.Member> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(GroupMeta.Member.read(in));
        }
        section.members = List.copyOf(members);
        for (int left = in.readInt(); left > 0; left--) {
            long commitMs = in.readLong();
            section.commit(List.of(GroupCommit.Offset.read(in)), commitMs);
        }
        SectionImages.requireZero("pending transactions of a group", in.readInt());
        return section;
    }
}
