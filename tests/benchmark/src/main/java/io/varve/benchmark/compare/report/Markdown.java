/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown. */
final class Markdown {
    private final List<List<String>> rows = new ArrayList<>();

    Markdown(List<String> header) {
        rows.add(List.copyOf(header));
    }

    /** Adds a row; it has as many cells as the header. */
    void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.size() + " cells below " + rows.get(0));
        }
        rows.add(List.copyOf(cells));
    }

    /** The table, each row a line. */
    String text() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i)));
            if (i == 0) {
                lines.add(line(Collections.nCopies(rows.get(0).size(), "---")));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }
}
