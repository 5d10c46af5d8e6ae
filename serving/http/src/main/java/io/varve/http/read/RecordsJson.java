/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.read;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordJson;
import io.varve.client.record.ValueForm;
import io.varve.http.call.Call;
import java.io.IOException;
import java.util.List;

/** Lists of records in answers. */
public final class RecordsJson {
    private RecordsJson() {}

    /** How the caller wants values, by the parameter {@code encoding}. */
    public static ValueForm form(Call call) {
        return switch (call.text("encoding")) {
            case "utf-8" -> ValueForm.TEXT;
            case "base64" -> ValueForm.BASE64;
            default -> ValueForm.JSON;
        };
    }

    /** Writes the field {@code records}. */
    public static void write(List<ReceivedRecord<byte[]>> records, ValueForm form, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("records");
        for (ReceivedRecord<byte[]> record : records) {
            RecordJson.write(record, json, form);
        }
        json.writeEndArray();
    }
}
