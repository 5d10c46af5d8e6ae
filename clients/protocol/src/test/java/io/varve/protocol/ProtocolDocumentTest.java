/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/protocol.md against the code: other clients are written from it. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("varve.root"), "docs", "protocol.md");

    @Test
    void hasEveryErrorWithItsNumberAndWhoActs() throws IOException {
        assertThat(rowsUnder("| number | code |").map(row -> row.subList(0, 4)))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> List.of(
                                String.valueOf(code.number()),
                                code.name(),
                                code.retriable() ? "yes" : "no",
                                code.actor().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void hasEveryCommandWithItsNumberAndMessages() throws IOException {
        assertThat(rowsUnder("| type | command |").map(row -> row.subList(0, 4)))
                .containsExactlyElementsOf(Arrays.stream(CommandType.values())
                        .filter(type -> type != CommandType.CONNECTION)
                        .map(type -> List.of(
                                String.valueOf(type.number()),
                                type.name() + (type.isPush() ? " ↓" : ""),
                                messageOf(type.parser()),
                                type.isAnswered() ? messageOf(type.responseParser()) : "–"))
                        .toList());
    }

    @Test
    void namesOnlyErrorsThatExist() throws IOException {
        List<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
        assertThat(rowsUnder("| type | command |")
                        .flatMap(row -> Arrays.stream(row.get(5).split(", ")))
                        .filter(name -> !name.isEmpty()))
                .isSubsetOf(codes);
    }

    private static Stream<List<String>> rowsUnder(String head) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList());
    }

    private static String messageOf(Parser<? extends MessageLite> parser) {
        try {
            return parser.parseFrom(ByteString.EMPTY).getClass().getSimpleName();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
