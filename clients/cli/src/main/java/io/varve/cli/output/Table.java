/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, in columns as wide as their widest cell. Nothing is cut off. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<String[]> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** A column of words. */
    public static Column left(String header) {
        return new Column(header, false);
    }

    /** A column of numbers. */
    public static Column right(String header) {
        return new Column(header, true);
    }

    /** An empty table. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /** Adds a row of as many cells as there are columns; returns this. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        String[] row = new String[cells.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = String.valueOf(cells[i]);
        }
        rows.add(row);
        return this;
    }

    /** Header and rows, each line ended by a line feed; no line ends in blanks. */
    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        appendLine(text, widths, columns.stream().map(Column::header).toArray(String[]::new));
        rows.forEach(row -> appendLine(text, widths, row));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = columns.stream().mapToInt(column -> width(column.header)).toArray();
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        return widths;
    }

    private void appendLine(StringBuilder text, int[] widths, String[] cells) {
        int start = text.length();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - width(cells[i]));
            text.append(i == 0 ? "" : GAP).append(columns.get(i).numbers ? padding + cells[i] : cells[i] + padding);
        }
        int end = text.length();
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** A column's header and whether its cells are numbers, which stand to the right. */
    public record Column(String header, boolean numbers) {}
}
