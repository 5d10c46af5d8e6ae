/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.RecordHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record as a JSON object: topic, partition, offset, timestamp, key, value, encoding, headers, deliveries. The encoding is
 * {@code utf-8} if key, value and headers are all valid UTF-8, and {@code base64} for all of them otherwise, so that nothing is
 * lost. Times are ISO-8601 in UTC with milliseconds. Deliveries aren't counted for streams, so that they are null.
 */
public final class RecordJson {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private RecordJson() {}

    /** Writes one object and nothing before or after it. */
    public static void write(ReceivedRecord<byte[]> record, JsonGenerator json) throws IOException {
        boolean isText = isText(record);
        json.writeStartObject();
        json.writeStringField("topic", record.topic());
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeStringField("timestamp", TIME.format(record.eventTime()));
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
