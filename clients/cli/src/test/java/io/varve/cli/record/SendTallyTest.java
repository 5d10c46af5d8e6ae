/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.Printed;
import io.varve.client.record.RecordPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendTallyTest {
    private final SendTally tally = new SendTally();

    @Test
    void theResultHasCountRateAndTheLastOffsetOfEachPartition() {
        stored(3, 17, 1024);
        stored(0, 5, 512);
        stored(0, 6, 512);
        assertThat(Printed.table(tally.result("orders", 2.0))).isEqualTo("""
                        3 records, 2.0 KiB in 2.0 s: 2 records/s, 1.0 KiB/s

                        PARTITION  RECORDS  LAST OFFSET
                                0        2            6
                                3        1           17
                        """);
        assertThat(Printed.json(tally.result("orders", 2.0)))
                .isEqualTo(
                        "{\"topic\":\"orders\",\"records\":3,\"duplicates\":0,\"failed\":0,\"bytes\":2048,\"seconds\":2.0,"
                                + "\"recordsPerSecond\":2,\"partitions\":["
                                + "{\"partition\":0,\"records\":2,\"lastOffset\":6},"
                                + "{\"partition\":3,\"records\":1,\"lastOffset\":17}]}\n");
    }

    @Test
    void answersMayComeInAnyOrder() {
        stored(0, 6, 1);
        stored(0, 5, 1);
        assertThat(Printed.json(tally.result("orders", 1))).contains("\"lastOffset\":6");
    }

    @Test
    void withoutAcknowledgementsThereAreNoOffsets() {
        stored(0, RecordPosition.UNKNOWN_OFFSET, 1);
        assertThat(Printed.table(tally.result("orders", 1))).endsWith("        0        1            -\n");
        assertThat(Printed.json(tally.result("orders", 1))).contains("\"lastOffset\":null");
    }

    @Test
    void whatWasStoredBeforeIsToldApart() {
        stored(0, 5, 512);
        tally.stored(new RecordPosition("orders", 0, 2, Instant.EPOCH, true), 512, true);
        assertThat(Printed.table(tally.result("orders", 1)))
                .startsWith("2 records, 1 of them stored before, 1.0 KiB in ");
        assertThat(Printed.json(tally.result("orders", 1))).contains("\"records\":2,\"duplicates\":1,");
    }

    @Test
    void nothingSentIsNoTable() {
        assertThat(Printed.table(tally.result("orders", 0))).isEqualTo("0 records, 0 B in 0.0 s: 0 records/s, 0 B/s\n");
    }

    @Test
    void theFirstFailureOfEachKindIsToldWithItsLine() {
        tally.failed(4, new VarveException(ErrorCode.RECORD_TOO_LARGE, "2 MiB"));
        tally.failed(9, new VarveException(ErrorCode.RECORD_TOO_LARGE, "3 MiB"));
        assertThat(tally.isHopeless()).isFalse();
        tally.failed(11, new VarveException(ErrorCode.TOPIC_NOT_FOUND, "gone"));
        assertThat(tally.isHopeless()).isTrue();
        assertThat(tally.failures())
                .containsExactlyInAnyOrder("line 4: RECORD_TOO_LARGE: 2 MiB", "line 11: TOPIC_NOT_FOUND: gone");
        assertThat(tally.failed()).isEqualTo(3);
        assertThat(tally.total()).isEqualTo(3);
    }

    private void stored(int partition, long offset, int bytes) {
        tally.stored(new RecordPosition("orders", partition, offset, Instant.EPOCH), bytes, false);
    }
}
