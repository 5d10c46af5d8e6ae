/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.cluster.TopicRecord;
import io.varve.log.Loop;
import io.varve.log.record.GroupMeta;
import io.varve.shard.loop.Completions;
import io.varve.shard.state.PartitionKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the groups of a shard know of the topics that they read: how many partitions each has. Looked up again from time to time;
 * never part of the state, since every decision writes what it chose into its record. Owned by the shard's loop.
 */
final class GroupTopics {
    private static final Logger LOG = LoggerFactory.getLogger(GroupTopics.class);

    /** A topic that doesn't exist. */
    private static final Shape NONE = new Shape(new UUID(0, 0), 0);

    private final Loop loop;
    private final TopicLookup lookup;
    private final Runnable onChange;
    private final Map<String, Shape> known = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    /** What of a topic an assignment depends on. */
    private record Shape(UUID topicId, int partitions) {
        static Shape of(TopicRecord topic) {
            return new Shape(topic.topicId(), topic.partitions());
        }
    }

    /**
     * Creates it.
     *
     * @param onChange called on the loop when something new is known
     */
    GroupTopics(Loop loop, TopicLookup lookup, Runnable onChange) {
        this.loop = loop;
        this.lookup = lookup;
        this.onChange = onChange;
    }

    /** A topic that was just looked up by somebody. */
    void learn(TopicRecord topic) {
        known.put(topic.name().toString(), Shape.of(topic));
    }

    /** Whether the name of a topic is known; not so just after a takeover. */
    boolean knows(UUID topicId) {
        return known.values().stream().anyMatch(topic -> topic.topicId().equals(topicId));
    }

    /** Name of a topic by its id, as far as known; else the id. */
    String name(UUID topicId) {
        for (Map.Entry<String, Shape> topic : known.entrySet()) {
            if (topic.getValue().topicId().equals(topicId)) {
                return topic.getKey();
            }
        }
        return topicId.toString();
    }

    /** Looks every subscribed topic up again. */
    void refresh(Collection<GroupMeta.Member> members) {
        members.forEach(member -> member.topics().forEach(this::find));
    }

    /**
     * For each member the partitions of its topics. Of a topic that isn't known yet it wants what it holds, until the look-up that
     * this starts has ended.
     */
    NavigableMap<String, Set<PartitionKey>> wanted(Collection<GroupMeta.Member> members) {
        NavigableMap<String, Set<PartitionKey>> wanted = new TreeMap<>();
        for (GroupMeta.Member member : members) {
            Set<PartitionKey> partitions = new HashSet<>();
            for (String name : member.topics()) {
                Shape topic = known.get(name);
                if (topic == null) {
                    find(name);
                    partitions.addAll(Reconciliation.keys(member.assigned()));
                } else {
                    for (int partition = 0; partition < topic.partitions(); partition++) {
                        partitions.add(new PartitionKey(topic.topicId(), partition));
                    }
                }
            }
            wanted.put(member.memberId(), partitions);
        }
        return wanted;
    }

    private void find(String name) {
        if (underWay.add(name)) {
            Completions.onLoop(loop, lookup.find(name), (topic, failure) -> {
                underWay.remove(name);
                if (failure != null) {
                    LOG.info("topic of a group can't be looked up now topic={} reason={}", name, failure.toString());
                } else {
                    Shape now = topic.map(Shape::of).orElse(NONE);
                    if (!now.equals(known.put(name, now))) {
                        onChange.run();
                    }
                }
            });
        }
    }
}
