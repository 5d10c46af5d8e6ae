/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench.report;

import io.varve.bench.workload.Result;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A page with the figures of a run and plots of its course. Has all it needs within itself, the plotting library too. */
public final class HtmlReport {
    private static final String TEMPLATE = "report.html";
    private static final String VERSION_OF_LIBRARY = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private HtmlReport() {}

    /**
     * Writes the page, in place of what the file had.
     *
     * @param title of the page
     * @param table with the figures, or the reason why there are none
     */
    public static void write(Path file, String title, String table, Result result) throws IOException {
        String page = read(TEMPLATE)
                .replace("{{title}}", escape(title))
                .replace("{{table}}", escape(table))
                .replace("{{data}}", PlotData.of(result))
                .replace("{{library}}", library());
        Files.writeString(file, page);
    }

    private static String library() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(read(VERSION_OF_LIBRARY)));
        return read("/META-INF/resources/webjars/chart.js/" + properties.getProperty("version") + "/dist/chart.umd.js");
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
