/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.record.TopicPartition;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Says that records are done. Fenced by the member's epoch, and bounded by what the member was given. */
public final class Commit implements Endpoint {
    static final Set<String> FIELDS = Set.of("topic", "group", "clientId", "member", "memberEpoch", "offsets");
    static final Set<String> OFFSET_FIELDS = Set.of("partition", "offset");
    private static final int MOST_OFFSETS = 10_000;

    private final Members members;

    /** By these members. */
    public Commit(Members members) {
        this.members = members;
    }

    @Override
    public CompletableFuture<Answer> answer(Call call) {
        JsonFields body = JsonText.object(call.body(), FIELDS);
        TopicName topic = TopicName.parse(body.text("topic"));
        GroupName group = GroupName.parse(body.text("group"));
        MemberKey key =
                new MemberKey(group, topic, body.optionalText("clientId").orElse("http"));
        Optional<String> named = body.optionalText("member");
        OptionalLong memberEpoch = body.optionalNumber("memberEpoch", 0, Long.MAX_VALUE)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (JsonFields offset : body.objects("offsets", OFFSET_FIELDS, MOST_OFFSETS)) {
            int partition = (int) offset.number("partition", 0, Integer.MAX_VALUE);
            TopicPartition place = new TopicPartition(topic.shortName(), partition);
            if (offsets.put(place, offset.number("offset", 0, Long.MAX_VALUE)) != null) {
                throw offset.refuse("partition", "is " + partition + ", for which an offset is given already");
            }
        }
        if (offsets.isEmpty()) {
            throw body.refuse("offsets", "is empty or missing; it takes 1 to " + MOST_OFFSETS + " offsets");
        }
        return member(named, key).commit(offsets, memberEpoch).thenApply(done -> Answer.none());
    }

    private Member member(Optional<String> named, MemberKey key) {
        if (named.isPresent()) {
            return members.find(named.get())
                    .filter(member -> member.key().group().equals(key.group())
                            && member.key().topic().equals(key.topic()))
                    .orElseThrow(() -> Member.unknown(named.get()));
        }
        return members.find(key)
                .orElseThrow(() -> new Problem(
                        ErrorCode.UNKNOWN_MEMBER,
                        "no member of group " + key.group().shortName() + " for topic "
                                + key.topic().shortName() + " and client " + key.clientId()
                                + " is kept here; poll before you commit"));
    }
}
