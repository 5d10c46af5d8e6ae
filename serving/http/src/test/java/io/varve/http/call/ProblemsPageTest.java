/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page's table of problems and the statuses that codes have, held against each other in both directions. */
class ProblemsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("varve.root"), "docs", "http-api.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| (.*) \\|$");
    private static final Pattern CODE = Pattern.compile("`([A-Z_]+)`");

    /** Where the place says more than the code, which has another status elsewhere. */
    private static final Map<Integer, Set<String>> BY_PLACE = Map.of(
            404, Set.of("INVALID_ARGUMENT", "UNKNOWN_COMMAND"),
            405, Set.of("UNKNOWN_COMMAND"),
            414, Set.of("INVALID_ARGUMENT"),
            415, Set.of("INVALID_ARGUMENT"),
            431, Set.of("INVALID_ARGUMENT"));

    @Test
    void everyCodeHasItsPlaceInTheTable() throws IOException {
        Map<Integer, Set<String>> rows = rows();
        for (ErrorCode code : ErrorCode.values()) {
            // No request leads to it but one for a path that isn't there.
            int status = code == ErrorCode.UNKNOWN_COMMAND ? 404 : Problem.status(code);
            assertThat(rows.getOrDefault(status, Set.of()))
                    .as("codes of status %d", status)
                    .contains(code.name());
        }
    }

    @Test
    void noCodeStandsWhereItDoesntBelong() throws IOException {
        rows().forEach((status, codes) -> assertThat(codes)
                .as("codes of status %d", status)
                .allSatisfy(code -> {
                    boolean isByPlace = BY_PLACE.getOrDefault(status, Set.of()).contains(code);
                    assertThat(isByPlace ? status : Problem.status(ErrorCode.valueOf(code)))
                            .as(code)
                            .isEqualTo(status);
                }));
    }

    private static Map<Integer, Set<String>> rows() throws IOException {
        Map<Integer, Set<String>> rows = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> rows.put(
                        Integer.valueOf(row.group(1)),
                        CODE.matcher(row.group(2))
                                .results()
                                .map(code -> code.group(1))
                                .collect(Collectors.toSet())));
        return rows;
    }
}
