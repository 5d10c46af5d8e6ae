/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerQueueTest {
    private static final long KIB = 1024;

    private final AnswerQueue queue = new AnswerQueue(100 * KIB);
    private final List<String> sent = new ArrayList<>();

    @Test
    void largeAnswersWaitInTurnForThoseOnTheirWay() {
        add("a", 60);
        add("b", 60);
        add("c", 30);
        assertThat(sent).containsExactly("a");
        assertThat(queue.bytes()).isEqualTo(60 * KIB);

        queue.sent(60 * KIB);
        assertThat(sent).containsExactly("a", "b", "c");
        queue.sent(30 * KIB);
        queue.sent(60 * KIB);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void smallAnswersDoNotWait() {
        add("a", 100);
        add("b", 100);
        add("small", 16);
        assertThat(sent).containsExactly("a", "small");
    }

    @Test
    void anAnswerLargerThanTheBoundGoesAlone() {
        add("a", 20);
        add("huge", 1000);
        add("b", 20);
        assertThat(sent).containsExactly("a");
        queue.sent(20 * KIB);
        assertThat(sent).containsExactly("a", "huge");
        queue.sent(1000 * KIB);
        assertThat(sent).containsExactly("a", "huge", "b");
    }

    @Test
    void manyCallersThatHaveGoneTakeNoTurn() {
        add("a", 100);
        for (int i = 0; i < 100_000; i++) {
            queue.add(100 * KIB, () -> queue.sent(100 * KIB));
        }
        add("b", 100);
        queue.sent(100 * KIB);
        assertThat(sent).containsExactly("a", "b");
        assertThat(queue.bytes()).isEqualTo(100 * KIB);
    }

    private void add(String name, int kibibytes) {
        queue.add(kibibytes * KIB, () -> sent.add(name));
    }
}
