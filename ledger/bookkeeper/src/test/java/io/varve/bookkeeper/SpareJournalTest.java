/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareJournalTest {
    private static final int MB = 1 << 20;
    private static final int BYTES = 3 * MB / 2;
    /** As many steps as one takes, and one more. */
    private static final int STEPS = 3;

    @TempDir
    private Path directory;

    private FileChannel journal;
    private SpareJournal spare;

    @BeforeEach
    void begin() throws IOException {
        journal = FileChannel.open(directory.resolve("1.txn"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        spare = new SpareJournal(directory, BYTES);
        spare.follow(journal);
    }

    @AfterEach
    void end() throws IOException {
        journal.close();
        spare.close();
    }

    @Test
    void theNextJournalIsMadeOfZerosOnceThereIsSomethingToDo() throws IOException {
        Path next = Files.createFile(directory.resolve("2.txn"));
        step();
        assertThat(spare.moveTo(next)).isFalse();

        journal.position(5 * MB);
        // From 0 to 5 MB in one step is fast.
        spare.step();
        step();

        assertThat(spare.moveTo(next)).isTrue();
        assertThat(next).hasBinaryContent(new byte[BYTES]);
        assertThat(files()).containsExactly("1.txn", "2.txn");
        assertThat(spare.moveTo(next)).isFalse();
    }

    @Test
    void aJournalThatIsWrittenFastGetsNone() throws IOException {
        for (int i = 0; i < 10; i++) {
            journal.position(journal.position() + MB + 1);
            spare.step();
        }

        assertThat(files()).containsExactly("1.txn");
    }

    @Test
    void oneIsMadeAfterTheOther() throws IOException {
        journal.position(5 * MB);
        spare.step();
        step();
        Path second = Files.createFile(directory.resolve("2.txn"));
        spare.moveTo(second);

        try (FileChannel present = FileChannel.open(second, StandardOpenOption.WRITE)) {
            spare.follow(present);
            // The position goes back: not fast.
            step();
            assertThat(files()).containsExactly("1.txn", "2.txn");
            present.position(4 * MB);
            spare.step();
            step();
        }

        assertThat(files()).containsExactly("1.txn", "2.txn", "spare");
    }

    @Test
    void whereItCannotBeWrittenTheJournalGoesOnWithout() throws IOException {
        Files.createDirectory(directory.resolve("spare.unfinished"));
        journal.position(5 * MB);
        spare.step();

        step();

        assertThat(spare.moveTo(Files.createFile(directory.resolve("2.txn")))).isFalse();
        journal.write(ByteBuffer.allocate(1));
    }

    @Test
    void oneThatIsGoneIsNotMissed() throws IOException {
        journal.position(5 * MB);
        spare.step();
        step();
        Files.delete(directory.resolve("spare"));
        Path next = Files.createFile(directory.resolve("2.txn"));

        assertThat(spare.moveTo(next)).isFalse();

        assertThat(next).isEmptyFile();
    }

    @Test
    void whatAKilledBookieLeftIsDeletedAndSoIsWhatIsLeftAtTheEnd() throws IOException {
        Files.write(directory.resolve("spare"), new byte[10]);
        Files.write(directory.resolve("spare.unfinished"), new byte[10]);

        spare.start();
        assertThat(files()).containsExactly("1.txn");
        journal.position(5 * MB);
        awaitTrue(() -> Files.exists(directory.resolve("spare")));
        spare.close();

        assertThat(files()).containsExactly("1.txn");
    }

    private void step() {
        for (int i = 0; i < STEPS; i++) {
            spare.step();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
