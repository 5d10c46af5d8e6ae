/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.reader.PollLimit;
import io.varve.client.record.ValueForm;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.read.RecordsJson;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Records for a member of a group: waits until there is one, then gives all that are there as far as the limits go. */
public final class Poll implements Endpoint {
    private final Members members;
    private final Executor work;

    /**
     * For these members.
     *
     * @param work where records become JSON
     */
    public Poll(Members members, Executor work) {
        this.members = members;
        this.work = work;
    }

    @Override
    public CompletableFuture<Answer> answer(Call call) {
        MemberKey key = new MemberKey(
                GroupName.parse(call.text("group")).requireUnreserved(),
                TopicName.parse(call.text("name")),
                call.text("clientId"));
        PollLimit limit = new PollLimit(call.number("max"), call.number("maxBytes"));
        Optional<String> named = call.optionalText("member");
        CompletableFuture<Member> found =
                named.isPresent() ? CompletableFuture.completedFuture(named(named.get(), key)) : members.keep(key);
        ValueForm form = RecordsJson.form(call);
        return found.thenComposeAsync(
                member -> member.poll(limit, call.duration("wait"), named.isEmpty())
                        .whenComplete((polled, failure) -> {
                            if (failure != null) {
                                members.drop(member);
                            }
                        })
                        .thenApplyAsync(
                                polled -> answer(polled, member, form).whenLost(() -> member.lost(polled.records())),
                                work),
                work);
    }

    private Member named(String id, MemberKey key) {
        return members.find(id)
                .filter(member -> member.key().group().equals(key.group())
                        && member.key().topic().equals(key.topic()))
                .orElseThrow(() -> Member.unknown(id));
    }

    private static Answer answer(Polled polled, Member member, ValueForm form) {
        // Nothing was given by that epoch, and it may have been assigned its first partitions since.
        long memberEpoch = polled.records().isEmpty() ? member.epoch() : polled.memberEpoch();
        return Answer.json(200, json -> {
            json.writeStartObject();
            RecordsJson.write(polled.records(), form, json);
            json.writeStringField("member", polled.memberId());
            json.writeNumberField("memberEpoch", memberEpoch);
            json.writeEndObject();
        });
    }
}
