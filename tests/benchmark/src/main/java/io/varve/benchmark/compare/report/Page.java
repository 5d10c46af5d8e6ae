/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A generated part of a page that people write otherwise.
 *
 * @param begin the line before it
 * @param end the line behind it
 */
public record Page(String begin, String end) {
    /** What the comparison measured of Varve beside others. */
    public static final Page FIGURES = between("Figures: written by bin/varve bench compare --docs", "Figures");

    /** What it measured of Varve beside itself. */
    public static final Page OWN_FIGURES =
            between("HTTP and message ids: written by bin/varve bench compare --docs", "HTTP and message ids");

    /** Where the time goes. */
    public static final Page PROFILES = between("Profiles: written by bin/varve bench profile --docs", "Profiles");

    private static Page between(String begin, String end) {
        return new Page("<!-- " + begin + ", from here -->", "<!-- " + end + ": to here -->");
    }

    /** Puts a text in place of what is there; fails when the page has no place for it. */
    public void replace(Path file, String text) throws IOException {
        Files.writeString(file, replaced(Files.readString(file), text));
    }

    String replaced(String page, String text) {
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page has no place for it: " + begin + " and " + end);
        }
        return page.substring(0, from + begin.length()) + "\n\n" + text.strip() + "\n\n" + page.substring(to);
    }
}
