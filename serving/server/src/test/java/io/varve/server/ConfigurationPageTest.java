/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.server.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\| (?:`([^`]*)`)? ?\\| (.+) \\|$");

    @Test
    void thePageHasEveryKeyWithItsDefaultAndNoOther() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("varve.root"), "docs", "configuration.md"));

        List<String> documented = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + "=" + text(row))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Sections.ALL.stream()
                        .flatMap(section -> section.keys().stream())
                        .map(key -> key.name() + "=" + key.defaultText())
                        .toList());
    }

    @Test
    void noTwoKeysHaveTheSameNameOrVariable() {
        List<Key> keys = Sections.ALL.stream()
                .flatMap(section -> section.keys().stream())
                .toList();

        assertThat(keys).extracting(Key::name).doesNotHaveDuplicates();
        assertThat(keys).extracting(Key::variable).doesNotHaveDuplicates();
    }

    private static String text(MatchResult row) {
        return row.group(2) == null ? "" : row.group(2);
    }
}
