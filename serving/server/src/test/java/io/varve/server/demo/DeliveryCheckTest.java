/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {
    private final DeliveryCheck check = new DeliveryCheck();

    DeliveryCheckTest() {
        for (int partition = 0; partition < 2; partition++) {
            for (int offset = 0; offset < 4; offset++) {
                check.acknowledged(partition, offset, value(partition, offset));
            }
        }
    }

    private static byte[] value(int partition, int offset) {
        return (partition + ":" + offset).getBytes(StandardCharsets.UTF_8);
    }

    private List<String> problemsOf(int[]... offsetAndValue) {
        DeliveryCheck.Reading reading = check.reading();
        for (int offset = 0; offset < 4; offset++) {
            reading.delivered(1, offset, value(1, offset));
        }
        for (int[] record : offsetAndValue) {
            reading.delivered(0, record[0], value(0, record[1]));
        }
        return reading.problems();
    }

    private static int[] at(int offset) {
        return new int[] {offset, offset};
    }

    @Test
    void everythingOnceAndInOrderIsRight() {
        assertThat(problemsOf(at(0), at(1), at(2), at(3))).isEmpty();
    }

    @Test
    void aLostRecordIsFound() {
        assertThat(problemsOf(at(0), at(1), at(3))).singleElement().asString().contains("1 of 8");
    }

    @Test
    void aDoubledRecordIsFound() {
        assertThat(problemsOf(at(0), at(1), at(1), at(2), at(3)))
                .singleElement()
                .asString()
                .contains("came twice");
    }

    @Test
    void aSwappedPairIsFound() {
        assertThat(problemsOf(at(0), at(2), at(1), at(3))).anyMatch(problem -> problem.contains("came after offset 2"));
    }

    @Test
    void recordsThatSwappedTheirPlacesAreFound() {
        assertThat(problemsOf(at(0), new int[] {1, 2}, new int[] {2, 1}, at(3)))
                .anyMatch(problem -> problem.contains("other bytes"));
    }

    @Test
    void aChangedRecordIsFound() {
        assertThat(problemsOf(at(0), new int[] {1, 9}, at(2), at(3)))
                .anyMatch(problem -> problem.contains("offset 1 of partition 0 has other bytes"));
    }

    @Test
    void aRecordThatNobodyAcknowledgedIsFound() {
        assertThat(problemsOf(at(0), at(1), at(2), at(3), at(4)))
                .singleElement()
                .asString()
                .contains("never acknowledged");
    }

    @Test
    void manyProblemsAreCounted() {
        DeliveryCheck.Reading reading = check.reading();
        for (int i = 0; i < 100; i++) {
            reading.delivered(0, 100 + i, new byte[0]);
        }
        assertThat(reading.problems()).contains("and 90 more like these");
    }
}
