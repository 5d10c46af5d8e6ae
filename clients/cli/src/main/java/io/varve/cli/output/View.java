/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer that can be shown in both forms. */
public interface View {
    /** For people; each line ended by a line feed. */
    String table();

    /** For programs: exactly one value. */
    void json(JsonGenerator json) throws IOException;

    /** Prints the answer whole: JSON on one line. */
    default void print(OutputFormat format, OutputStream out) throws IOException {
        if (format == OutputFormat.TABLE) {
            out.write(table().getBytes(StandardCharsets.UTF_8));
        } else {
            // Not closed, since that would close the stream; flush passes all on.
            JsonGenerator json = new JsonFactory().createGenerator(out);
            json(json);
            json.writeRaw('\n');
            json.flush();
        }
        out.flush();
    }
}
