/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import io.varve.cli.output.OutputFormat;
import io.varve.cli.output.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a view prints. */
public final class Printed {

    private Printed() {}

    /** As a table. */
    public static String table(View view) {
        return print(view, OutputFormat.TABLE);
    }

    /** As JSON. */
    public static String json(View view) {
        return print(view, OutputFormat.JSON);
    }

    private static String print(View view, OutputFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            view.print(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
