/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Prints each record as a JSON object on a line. */
final class JsonPrinter implements RecordPrinter {
    private static final int BUFFER_BYTES = 64 << 10;

    private final JsonGenerator json;

    JsonPrinter(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(new BufferedOutputStream(out, BUFFER_BYTES));
        // Records follow each other on lines of their own, which is for print to see to.
        json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    @Override
    public void print(ReceivedRecord<byte[]> record) throws IOException {
        RecordJson.write(record, json);
        json.writeRaw('\n');
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }
}
