/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.View;
import io.varve.client.admin.AlteredTopic;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A topic after a change, and what the change does to keys. */
record AlteredView(AlteredTopic altered, boolean dryRun) implements View {

    @Override
    public String table() {
        StringBuilder text = new StringBuilder(TopicView.table(List.of(altered.topic())));
        if (altered.partitionsBefore() != altered.topic().partitions()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d of %d keys (%.1f %%) %s to another partition than with %d%n",
                    altered.movedKeys().moved(),
                    altered.movedKeys().of(),
                    altered.movedKeys().share() * 100,
                    dryRun ? "would go" : "go",
                    altered.partitionsBefore()));
        }
        return text.append(dryRun ? "nothing was changed\n" : "").toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        TopicView.fields(json, altered.topic());
        json.writeNumberField("partitionsBefore", altered.partitionsBefore());
        json.writeNumberField("movedKeyShare", altered.movedKeys().share());
        json.writeBooleanField("dryRun", dryRun);
        json.writeEndObject();
    }
}
