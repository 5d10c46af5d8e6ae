/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.publish;

import io.varve.client.producer.ProducerRecord;
import io.varve.http.call.Problem;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.protocol.error.VarveException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records as a JSON body has them, in the form in which they are read: {@code {"records":[{"key","value","encoding","headers",
 * "partition","timestamp","messageId"}]}}.
 *
 * <p>The encoding says what the texts stand for: {@code utf-8} for themselves; {@code base64} for bytes, in key, value and
 * headers; {@code json} for JSON, in the value. Without one a value that is a string is text, and any other is JSON.
 */
final class RecordsBody {
    static final Set<String> FIELDS = Set.of("records");
    static final Set<String> RECORD_FIELDS =
            Set.of("key", "value", "encoding", "headers", "partition", "timestamp", "messageId");
    static final Set<String> HEADER_FIELDS = Set.of("key", "value");
    static final int MOST_RECORDS = 10_000;
    static final int MOST_HEADERS = 100;

    private RecordsBody() {}

    /**
     * The records, at least one.
     *
     * @throws Problem that names what is wrong by its path
     */
    static List<ProducerRecord<byte[]>> read(byte[] body) {
        JsonFields fields = JsonText.object(body, FIELDS);
        List<ProducerRecord<byte[]>> records = new ArrayList<>();
        for (JsonFields record : fields.objects("records", RECORD_FIELDS, MOST_RECORDS)) {
            records.add(record(record));
        }
        if (records.isEmpty()) {
            throw fields.refuse("records", "is empty or missing; it takes 1 to " + MOST_RECORDS + " records");
        }
        return records;
    }

    private static ProducerRecord<byte[]> record(JsonFields fields) {
        String encoding = fields.optionalText("encoding").orElse("");
        if (!Set.of("", "utf-8", "json", "base64").contains(encoding)) {
            throw fields.refuse("encoding", "is `" + encoding + "`; it takes utf-8, json or base64");
        }
        Optional<byte[]> key = bytes(fields, "key", encoding);
        Optional<byte[]> value = value(fields, encoding);
        if (key.isEmpty() && value.isEmpty()) {
            throw fields.refuse("value", "is missing, which says that the key is deleted, and so is the key");
        }
        ProducerRecord<byte[]> record =
                value.map(ProducerRecord::of).orElseGet(() -> ProducerRecord.deletion(key.orElseThrow()));
        if (key.isPresent()) {
            record = record.key(key.get());
        }
        for (JsonFields header : fields.objects("headers", HEADER_FIELDS, MOST_HEADERS)) {
            record = record.header(
                    header.text("key"), bytes(header, "value", encoding).orElse(new byte[0]));
        }
        Optional<Long> partition = fields.optionalNumber("partition", 0, Integer.MAX_VALUE);
        if (partition.isPresent()) {
            record = record.partition(partition.get().intValue());
        }
        Optional<Instant> time = fields.optionalTime("timestamp");
        if (time.isPresent()) {
            record = record.eventTime(time.get());
        }
        Optional<String> id = fields.optionalText("messageId");
        return id.isPresent() ? named(record, fields, id.get()) : record;
    }

    private static ProducerRecord<byte[]> named(ProducerRecord<byte[]> record, JsonFields fields, String id) {
        try {
            return record.messageId(id);
        } catch (VarveException e) {
            throw fields.refuse("messageId", "is refused: " + e.getMessage());
        }
    }

    private static Optional<byte[]> value(JsonFields fields, String encoding) {
        boolean isJson = encoding.equals("json") || (encoding.isEmpty() && !fields.isText("value"));
        return isJson ? fields.optionalJson("value") : bytes(fields, "value", encoding);
    }

    private static Optional<byte[]> bytes(JsonFields fields, String name, String encoding) {
        return encoding.equals("base64")
                ? fields.optionalBase64(name)
                : fields.optionalText(name).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
