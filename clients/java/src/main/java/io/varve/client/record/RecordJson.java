/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
 *
 * <p>Where {@link ValueForm#JSON} is asked for, a value that is a JSON object or array stands there as it is, and the encoding is
 * {@code json}; key and headers are UTF-8 then.
 */
public final class RecordJson {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    /** As {@link #write(ReceivedRecord, JsonGenerator, ValueForm)} with {@link ValueForm#TEXT}. */
    public static void write(ReceivedRecord<byte[]> record, JsonGenerator json) throws IOException {
        write(record, json, ValueForm.TEXT);
    }

    /** Writes one object and nothing before or after it. */
    public static void write(ReceivedRecord<byte[]> record, JsonGenerator json, ValueForm form) throws IOException {
        boolean isText = form != ValueForm.BASE64 && isText(record);
        boolean isJson = isText && form == ValueForm.JSON && isJson(record.valueBytes());
        json.writeStartObject();
        json.writeStringField("topic", record.topic());
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeStringField("timestamp", TIME.format(record.eventTime()));
        json.writeStringField("key", encode(record.key(), isText));
        json.writeFieldName("value");
        if (isJson) {
            json.writeRawValue(encode(record.valueBytes(), true));
        } else {
            json.writeString(encode(record.valueBytes(), isText));
        }
        json.writeStringField("encoding", isJson ? "json" : isText ? "utf-8" : "base64");
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

    /** Whether the bytes are one JSON object or array. Numbers, words and strings are taken for text, which they are as well. */
    private static boolean isJson(byte @Nullable [] bytes) throws IOException {
        if (bytes == null || !startsLikeJson(bytes)) {
            return false;
        }
        // Not from the bytes: a parser may take them for another encoding than the UTF-8 that they are.
        try (JsonParser parser = JSON.createParser(new String(bytes, StandardCharsets.UTF_8))) {
            parser.nextToken();
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean startsLikeJson(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{' || b == '[';
            }
        }
        return false;
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
