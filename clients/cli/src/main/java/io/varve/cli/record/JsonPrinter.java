/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.cli.output.Human;
import io.varve.client.record.ReceivedRecord;
import io.varve.protocol.batch.RecordHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Prints each record as a JSON object on a line: topic, partition, offset, timestamp, key, value, encoding, headers, deliveries.
 * The encoding is {@code utf-8} if key, value and headers are all valid UTF-8, and {@code base64} for all of them otherwise, so
 * that nothing is lost. Deliveries aren't counted for streams, so that they are null.
 */
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
        boolean isText = isText(record);
        json.writeStartObject();
        json.writeStringField("topic", record.topic());
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeStringField("timestamp", Human.time(record.eventTime()));
        json.writeStringField("key", encode(record.key(), isText));
        json.writeStringField("value", encode(record.valueBytes(), isText));
        json.writeStringField("encoding", isText ? "utf-8" : "base64");
        json.writeArrayFieldStart("headers");
        for (RecordHeader header : record.headers()) {
            json.writeStartObject();
            json.writeStringField("key", header.key());
            json.writeStringField("value", encode(header.value(), isText));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNullField("deliveries");
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    private static boolean isText(ReceivedRecord<byte[]> record) {
        return isText(record.key())
                && isText(record.valueBytes())
                && record.headers().stream().allMatch(header -> isText(header.value()));
    }

    private static boolean isText(byte @Nullable [] bytes) {
        return bytes == null || ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), StandardCharsets.UTF_8);
    }

    private static @Nullable String encode(byte @Nullable [] bytes, boolean isText) {
        if (bytes == null) {
            return null;
        }
        return isText
                ? new String(bytes, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(bytes);
    }
}
