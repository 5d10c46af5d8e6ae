/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.View;
import io.varve.client.admin.GroupDescription;
import java.io.IOException;

/** What deleting a group would take. */
record DoomedGroup(GroupDescription group) implements View {

    @Override
    public String table() {
        return new Facts()
                        .add("group", group.name())
                        .add("members", group.members().size())
                        .add("partitions with progress", committed())
                + "nothing was deleted\n"
                + (group.members().isEmpty() ? "" : "it can't be deleted while it has members\n");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", group.name());
        json.writeBooleanField("dryRun", true);
        json.writeBooleanField("deletable", group.members().isEmpty());
        json.writeBooleanField("deleted", false);
        json.writeNumberField("members", group.members().size());
        json.writeNumberField("partitions", committed());
        json.writeEndObject();
    }

    private long committed() {
        return group.partitions().stream()
                .filter(partition -> partition.committedOffset() >= 0)
                .count();
    }
}
