/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private boolean owning = true;
    private final List<String> told = new ArrayList<>();
    private final Answers answers = new Answers(10, () -> owning, () -> 0);

    private Reply<String> client(String name) {
        return new Reply<>() {
            @Override
            public void done(String answer) {
                told.add(name + " " + answer);
            }

            @Override
            public void failed(VarveException error) {
                told.add(name + " " + error.code());
            }
        };
    }

    @Test
    void writesAreAnsweredWhenTheirRecordIsConfirmed() {
        answers.afterAppend(11, client("a"), "ok");
        answers.afterAppend(13, client("b"), "ok");

        answers.confirmed(12);

        assertThat(told).containsExactly("a ok");
    }

    @Test
    void queriesOfConfirmedStateAreAnsweredAtOnce() {
        answers.afterRead(10, client("a"), "ok");

        assertThat(told).containsExactly("a ok");
    }

    @Test
    void queriesOfUnconfirmedStateWait() {
        answers.afterRead(11, client("a"), "ok");
        assertThat(told).isEmpty();

        answers.confirmed(11);

        assertThat(told).containsExactly("a ok");
    }

    @Test
    void whileOwnershipIsInDoubtEvenConfirmedStateWaits() {
        owning = false;
        answers.afterRead(10, client("a"), "ok");
        answers.refuseAfter(10, client("b"), new VarveException(ErrorCode.OUT_OF_ORDER_SEQUENCE, "sequence 9 after 7"));
        assertThat(told).isEmpty();

        answers.resume();

        assertThat(told).containsExactly("a ok", "b OUT_OF_ORDER_SEQUENCE");
    }

    @Test
    void refusalsOnAccountOfUnconfirmedStateWait() {
        answers.refuseAfter(11, client("a"), new VarveException(ErrorCode.OUT_OF_ORDER_SEQUENCE, "sequence 9 after 7"));
        assertThat(told).isEmpty();

        answers.confirmed(11);

        assertThat(told).containsExactly("a OUT_OF_ORDER_SEQUENCE");
    }

    @Test
    void whenTheImageIsDroppedAppendedWritesAreUnknownAndOthersHadNoEffect() {
        answers.afterAppend(11, client("write"), "ok");
        answers.afterRead(11, client("query"), "ok");

        answers.dropped(new VarveException(ErrorCode.NOT_OWNER, "moved"));
        answers.afterRead(10, client("late query"), "ok");

        assertThat(told).containsExactly("write UNKNOWN_OUTCOME", "query NOT_OWNER", "late query NOT_OWNER");
        assertThat(answers.size()).isZero();
    }
}
