/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.log.record.IdHash;
import io.varve.log.record.MessageIdMark;
import io.varve.shard.state.PartitionKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdWitnessTest {
    private static final IdHash ONE = new IdHash(1, 1);
    private static final IdHash OTHER = new IdHash(2, 2);
    private static final long WINDOW_MS = 4_000;

    private final Verdict verdict = new Verdict();
    private long nowMs;
    private final MessageIdWitness witness =
            new MessageIdWitness(new PartitionKey(new UUID(0, 1), 0), verdict, () -> Instant.ofEpochMilli(nowMs));

    MessageIdWitnessTest() {
        witness.window(WINDOW_MS);
        witness.stored(new MessageIdMark(ONE, 0, 0), 7, 0);
        witness.stored(new MessageIdMark(OTHER, 0, 1), 8, 1_000);
    }

    @Test
    void anIdThatWasForgottenAfterItsWindowMayBeStoredAgain() {
        nowMs = 5_000;
        witness.forgotten(List.of(0));
        witness.stored(new MessageIdMark(ONE, 1, 0), 9, nowMs);
        witness.answered(ONE, 7, false);
        witness.answered(ONE, 9, false);
        witness.answered(ONE, 9, true);
        witness.answered(ONE, 9, true);

        assertThat(verdict.violation()).isNull();
    }

    @Test
    void anIdThatIsRememberedIsNotStoredAgain() {
        refused(
                () -> witness.stored(new MessageIdMark(ONE, 1, 0), 9, 3_000),
                "the message id of offset 9 of .* was stored before: .*offset=7.*");
    }

    @Test
    void noIdIsForgottenBeforeItsWindowHasPassed() {
        nowMs = 4_999;
        refused(() -> witness.forgotten(List.of(0)), "a message id of .* was forgotten within 4000 ms: .*offset=8.*");
    }

    @Test
    void aProducerIsToldWhereTheLogHasItsId() {
        refused(() -> witness.answered(ONE, 8, true), ".* was said to be at offset 8 of .*");
    }

    @Test
    void aProducerIsNotToldOfARecordThatTheLogDoesNotHaveYet() {
        refused(() -> witness.answered(ONE, 9, false), ".* was said to be at offset 9 of .*");
    }

    @Test
    void aRecordIsNewToOneProducer() {
        witness.answered(ONE, 7, false);

        refused(
                () -> witness.answered(ONE, 7, false),
                "the record at offset 7 of .* was said to be new to two producers");
    }

    private void refused(Runnable step, String message) {
        assertThatExceptionOfType(Violation.class).isThrownBy(step::run).withMessageMatching(message);
        assertThat(verdict.violation()).matches(message);
    }
}
