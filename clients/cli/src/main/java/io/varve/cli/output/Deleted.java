/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Something that is gone now, or would be.
 *
 * @param kind what it was, as a JSON field is called
 * @param name its name, as the user gave it
 * @param dryRun whether it is still there
 */
public record Deleted(String kind, String name, boolean dryRun) implements View {
    @Override
    public String table() {
        return kind + " " + name + (dryRun ? " would be deleted\nnothing was deleted\n" : " deleted\n");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField(kind, name);
        json.writeBooleanField("deleted", !dryRun);
        json.writeBooleanField("dryRun", dryRun);
        json.writeEndObject();
    }
}
