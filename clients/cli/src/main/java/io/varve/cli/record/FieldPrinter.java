/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.cli.output.Human;
import io.varve.client.record.ReceivedRecord;
import io.varve.protocol.batch.RecordHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints some fields of each record, separated by tabs; keys, values and headers byte for byte. */
final class FieldPrinter implements RecordPrinter {
    private static final int BUFFER_BYTES = 64 << 10;

    private final List<RecordField> fields;
    private final OutputStream out;

    FieldPrinter(List<RecordField> fields, OutputStream out) {
        this.fields = List.copyOf(fields);
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    @Override
    public void print(ReceivedRecord<byte[]> record) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.write('\t');
            }
            print(fields.get(i), record);
        }
        out.write('\n');
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private void print(RecordField field, ReceivedRecord<byte[]> record) throws IOException {
        switch (field) {
            case TOPIC -> print(record.topic());
            case PARTITION -> print(Integer.toString(record.partition()));
            case OFFSET -> print(Long.toString(record.offset()));
            case TIMESTAMP -> print(Human.time(record.eventTime()));
            case KEY -> print(record.key());
            case VALUE -> print(record.valueBytes());
            case HEADERS -> print(record.headers());
        }
    }

    private void print(List<RecordHeader> headers) throws IOException {
        for (int i = 0; i < headers.size(); i++) {
            print((i == 0 ? "" : ",") + headers.get(i).key() + "=");
            print(headers.get(i).value());
        }
    }

    private void print(String text) throws IOException {
        print(text.getBytes(StandardCharsets.UTF_8));
    }

    private void print(byte @Nullable [] bytes) throws IOException {
        if (bytes != null) {
            out.write(bytes);
        }
    }
}
