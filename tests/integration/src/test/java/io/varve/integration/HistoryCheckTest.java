/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCheckTest {
    private static final int ACKED = 5;

    @TempDir
    private Path directory;

    private final List<String> stored = new ArrayList<>();

    /** Records "0" to "4" of partition 0 are acknowledged at their offsets; what became of "lost" and "late" is not known. */
    @BeforeEach
    void storeWhatWasAcknowledged() throws IOException {
        try (AckedHistory history = new AckedHistory(directory.resolve("history"))) {
            for (int i = 0; i < ACKED; i++) {
                String text = Integer.toString(i);
                history.acknowledged(0, i, i, digest(text));
                stored.add(text);
            }
            history.unknown(0, ACKED, digest("lost"));
            history.unknown(0, ACKED + 1, digest("late"));
        }
    }

    @Test
    void whatWasAcknowledgedAndNothingElseIsRight() throws IOException {
        assertThat(problems()).isEmpty();
    }

    @Test
    void aLostRecordIsSeen() throws IOException {
        stored.remove(4);

        assertThat(problems()).containsExactly("1 of 5 acknowledged records are not where they should be");
    }

    @Test
    void aRecordThatIsLostInTheMiddleIsSeen() throws IOException {
        stored.remove(2);

        assertThat(problems()).contains("offset 2 of partition 0 holds other bytes than were acknowledged");
    }

    @Test
    void aMissingOffsetIsSeen() throws IOException {
        HistoryCheck check = check();
        check.read(0, 0, bytes("0"));
        check.read(0, 2, bytes("2"));

        assertThat(check.problems())
                .contains(
                        "offset 2 of partition 0 came when offset 1 was due",
                        "3 of 5 acknowledged records are not where they should be");
    }

    @Test
    void aRecordThatIsStoredTwiceIsSeen() throws IOException {
        stored.add("3");

        assertThat(problems())
                .containsExactly("offset 5 of partition 0 holds a record that is there already, or that nobody sent");
    }

    @Test
    void aRecordThatIsReadTwiceIsSeen() throws IOException {
        HistoryCheck check = check();
        for (int offset : new int[] {0, 1, 1, 2, 3, 4}) {
            check.read(0, offset, bytes(stored.get(offset)));
        }

        assertThat(check.problems()).containsExactly("offset 1 of partition 0 came after offset 1");
    }

    @Test
    void swappedRecordsAreSeen() throws IOException {
        Collections.swap(stored, 1, 2);

        assertThat(problems())
                .contains(
                        "offset 1 of partition 0 holds other bytes than were acknowledged",
                        "offset 2 of partition 0 holds other bytes than were acknowledged");
    }

    @Test
    void recordsThatWereAcknowledgedInAnotherOrderThanTheyWereSentAreSeen() throws IOException {
        Path file = directory.resolve("swapped");
        try (AckedHistory history = new AckedHistory(file)) {
            history.acknowledged(0, 0, 1, digest("second"));
            history.acknowledged(0, 1, 0, digest("first"));
        }
        HistoryCheck check = HistoryCheck.of(file);
        check.read(0, 0, bytes("second"));
        check.read(0, 1, bytes("first"));

        assertThat(check.problems())
                .containsExactly("offset 1 of partition 0 holds record 0, which was sent before record 1");
    }

    @Test
    void anOffsetThatWasGivenTwiceIsSeen() throws IOException {
        Path file = directory.resolve("twice");
        try (AckedHistory history = new AckedHistory(file)) {
            history.acknowledged(0, 0, 0, digest("0"));
            history.acknowledged(0, 0, 1, digest("1"));
        }

        assertThat(HistoryCheck.of(file).problems())
                .contains("offset 0 of partition 0 was acknowledged for two records");
    }

    @Test
    void aChangedRecordIsSeen() throws IOException {
        stored.set(3, "three");

        assertThat(problems())
                .containsExactly(
                        "offset 3 of partition 0 holds other bytes than were acknowledged",
                        "1 of 5 acknowledged records are not where they should be");
    }

    @Test
    void aRecordThatNobodySentIsSeen() throws IOException {
        stored.add("foreign");

        assertThat(problems()).hasSize(1);
    }

    @Test
    void aRecordInAnotherPartitionIsSeen() throws IOException {
        HistoryCheck check = check();
        check.read(1, 0, bytes("0"));

        assertThat(check.problems())
                .contains("offset 0 of partition 1 holds a record that is there already, or that nobody sent");
    }

    @Test
    void aRecordThatWasNotAcknowledgedMayBeThereOnce() throws IOException {
        stored.add("late");
        HistoryCheck check = checked();
        assertThat(check.problems()).isEmpty();
        assertThat(check.unacknowledged()).isEqualTo(1);

        stored.add("late");
        assertThat(problems())
                .containsExactly("offset 6 of partition 0 holds a record that is there already, or that nobody sent");
    }

    @Test
    void manyProblemsAreCounted() throws IOException {
        for (int i = 0; i < 100; i++) {
            stored.add("foreign");
        }

        assertThat(problems()).hasSize(21).contains("and 80 more like these");
    }

    private List<String> problems() throws IOException {
        return checked().problems();
    }

    private HistoryCheck checked() throws IOException {
        HistoryCheck check = check();
        for (int offset = 0; offset < stored.size(); offset++) {
            check.read(0, offset, bytes(stored.get(offset)));
        }
        return check;
    }

    private HistoryCheck check() throws IOException {
        return HistoryCheck.of(directory.resolve("history"));
    }

    private static Digest digest(String text) {
        return Digest.of(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
