/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.record.TopicPartition;
import java.util.List;

/**
 * A stream group with its members and progress.
 *
 * @param name short where the group is in {@code public/default}
 * @param members now
 * @param partitions those with a commit or a reader, in order
 */
public record GroupDescription(String name, List<Member> members, List<GroupPartition> partitions) {
    /**
     * A member.
     *
     * @param id unique for its life
     * @param clientId the name that its client gave
     * @param topics that it asked for
     * @param assigned what it may read
     */
    public record Member(String id, String clientId, List<String> topics, List<TopicPartition> assigned) {}
}
