/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import java.io.IOException;
import java.util.List;

/** One job. */
record JobView(Job job) implements View {

    @Override
    public String table() {
        return table(List.of(job)) + "\n" + job.facts() + (job.error().isEmpty() ? "" : job.error() + "\n");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        job.write(json);
    }

    private static String table(List<Job> jobs) {
        Table table = Table.of(
                left("JOB"),
                left("STATE"),
                left("TOPIC"),
                left("TARGET"),
                right("RECORDS"),
                right("SIZE"),
                right("OFFSETS LEFT"));
        for (Job job : jobs) {
            table.row(
                    job.id(),
                    job.state(),
                    job.topic(),
                    job.target(),
                    job.records(),
                    Human.size(job.bytes()),
                    job.offsetsLeft());
        }
        return table.toString();
    }

    /** Several of them. */
    record All(List<Job> jobs) implements View {
        @Override
        public String table() {
            return JobView.table(jobs);
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (Job job : jobs) {
                job.write(json);
            }
            json.writeEndArray();
        }
    }
}
