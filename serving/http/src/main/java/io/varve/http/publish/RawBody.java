/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.publish;

import io.varve.client.producer.ProducerRecord;
import io.varve.http.call.Call;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** One record whose value is the body as it is, and whose rest is in HTTP headers. */
final class RawBody {
    /** What such a header's name starts with; the rest, in lower case, is the record header's name. */
    static final String HEADER_PREFIX = "varve-header-";

    private RawBody() {}

    static ProducerRecord<byte[]> read(Call call) {
        ProducerRecord<byte[]> record = ProducerRecord.of(call.body());
        Optional<String> key = call.optionalText("Varve-Key");
        if (key.isPresent()) {
            record = record.key(latin(key.get()));
        }
        Optional<Integer> partition = call.optionalNumber("Varve-Partition");
        if (partition.isPresent()) {
            record = record.partition(partition.get());
        }
        Optional<Instant> time = call.optionalTime("Varve-Timestamp");
        if (time.isPresent()) {
            record = record.eventTime(time.get());
        }
        Optional<String> id = call.optionalText("Varve-Message-Id");
        if (id.isPresent()) {
            record = record.messageId(new String(latin(id.get()), StandardCharsets.UTF_8));
        }
        for (var header : call.headers().entrySet()) {
            if (header.getKey().startsWith(HEADER_PREFIX) && header.getKey().length() > HEADER_PREFIX.length()) {
                record = record.header(header.getKey().substring(HEADER_PREFIX.length()), latin(header.getValue()));
            }
        }
        return record;
    }

    /** Header values come as one character a byte, so that UTF-8 in them is UTF-8 again. */
    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
