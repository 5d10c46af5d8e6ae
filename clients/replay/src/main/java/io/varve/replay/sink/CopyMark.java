/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import io.varve.client.record.ReceivedRecord;
import io.varve.protocol.batch.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the copies of one job have in a header {@value #HEADER}: {@code JOB/PARTITION/OFFSET}, the place of the record that was
 * copied. Whoever goes on with the job learns from the target itself what is there.
 *
 * @param job its id, without a slash
 */
public record CopyMark(String job) {
    /** Name of the header. */
    public static final String HEADER = "varve-replay";

    private static final Pattern FORM = Pattern.compile("([^/]+)/([0-9]{1,9})/([0-9]{1,18})");

    /** Takes a place. */
    public interface PlaceConsumer {
        /** A record of the topic that is replayed. */
        void accept(int partition, long offset);
    }

    /** The id, which stands before the first slash. */
    public CopyMark {
        if (job.isEmpty() || job.indexOf('/') >= 0) {
            throw new IllegalArgumentException("job is `" + job + "`; it takes an id without a slash");
        }
    }

    /** The header of the copy of this record. */
    public String text(int partition, long offset) {
        return job + "/" + partition + "/" + offset;
    }

    /** Tells of which record this one is a copy, if this job made it; a copy of a copy has more such headers. */
    public void read(ReceivedRecord<?> record, PlaceConsumer place) {
        for (RecordHeader header : record.headers()) {
            byte[] value = header.value();
            if (value == null || !header.key().equals(HEADER)) {
                continue;
            }
            // Anybody may write such a header: what has another form is none of ours.
            Matcher text = FORM.matcher(new String(value, StandardCharsets.UTF_8));
            if (text.matches() && text.group(1).equals(job)) {
                place.accept(Integer.parseInt(text.group(2)), Long.parseLong(text.group(3)));
            }
        }
    }
}
