/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSourceTest {

    @Test
    void cutsAtLineFeedsAndChangesNothingElse() throws IOException {
        assertThat(lines("a\n\nb c\r\n\td")).containsExactly("a", "", "b c\r", "\td");
    }

    @Test
    void aLastLineNeedsNoLineFeed() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
    }

    @Test
    void linesMayBeLongerThanTheBufferAndReadsMayBeShort() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.add("x".repeat(random.nextInt(200_000)));
        }
        InputStream slow = new ByteArrayInputStream(String.join("\n", expected).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(70_000)));
            }
        };
        assertThat(all(new LineSource(slow, 1 << 20))).isEqualTo(expected);
    }

    @Test
    void aLineBeyondTheBoundIsRefusedAndSkipped() throws IOException {
        LineSource source =
                new LineSource(new ByteArrayInputStream("123\n1234\n12\n".getBytes(StandardCharsets.UTF_8)), 3);
        assertThat(source.next()).hasSize(3);
        assertThatThrownBy(source::next)
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE))
                .hasMessage("line 2 has 4 bytes; a line has at most 3");
        assertThat(source.next()).hasSize(2);
        assertThat(source.next()).isNull();
        assertThat(source.lines()).isEqualTo(3);
    }

    private static List<String> lines(String text) throws IOException {
        return all(new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 20));
    }

    private static List<String> all(LineSource source) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] line = source.next(); line != null; line = source.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
