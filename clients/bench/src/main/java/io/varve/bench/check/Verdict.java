/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.check;

import io.varve.bench.workload.Written;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Compares what was written with what its readers got together. */
public final class Verdict {
    private Verdict() {}

    /**
     * What is wrong, in a sentence; empty if each record was read exactly once, in order and as it was sent.
     *
     * @param readers who shared the records among them; all have ended
     * @param strangersAllowed whether the topics may have records of others, because they were there before
     */
    public static Optional<String> on(Written written, List<Tally> readers, boolean strangersAllowed) {
        for (Tally reader : readers) {
            Optional<String> fault = fault(reader, strangersAllowed);
            if (fault.isPresent()) {
                return fault;
            }
        }
        for (int producer = 0; producer < written.recordsOfProducer().size(); producer++) {
            Optional<String> fault =
                    compare(producer, written.recordsOfProducer().get(producer), readers);
            if (fault.isPresent()) {
                return fault;
            }
        }
        long checksum = readers.stream().mapToLong(Tally::checksum).sum();
        return checksum == written.checksum()
                ? Optional.empty()
                : Optional.of("records came with other times than they were sent with: their checksum is "
                        + Long.toHexString(checksum) + " and not " + Long.toHexString(written.checksum()));
    }

    private static Optional<String> fault(Tally reader, boolean strangersAllowed) {
        if (reader.changed().count() > 0) {
            return Optional.of(records(reader.changed().count()) + " changed, the first was "
                    + reader.changed().first());
        }
        if (reader.doubled().count() > 0) {
            return Optional.of(records(reader.doubled().count()) + " came again, the first was "
                    + reader.doubled().first());
        }
        if (reader.disordered().count() > 0) {
            return Optional.of(records(reader.disordered().count()) + " came after later ones, the first was "
                    + reader.disordered().first());
        }
        return reader.strangers() > 0 && !strangersAllowed
                ? Optional.of(records(reader.strangers()) + " came that nobody sent")
                : Optional.empty();
    }

    private static Optional<String> compare(int producer, long sent, List<Tally> readers) {
        BitSet all = new BitSet();
        long each = 0;
        for (Tally reader : readers) {
            each += reader.seen(producer).cardinality();
            all.or(reader.seen(producer));
        }
        if (each > all.cardinality()) {
            return Optional.of(records(each - all.cardinality()) + " of producer " + producer + " came to two readers");
        }
        if (all.length() > sent) {
            return Optional.of("record " + (all.length() - 1) + " of producer " + producer + " came, which sent only "
                    + records(sent));
        }
        return all.cardinality() == sent
                ? Optional.empty()
                : Optional.of(records(sent) + " of producer " + producer + " were acknowledged, and "
                        + (sent - all.cardinality()) + " of them can't be read, the first is record "
                        + all.nextClearBit(0));
    }

    private static String records(long number) {
        return number + (number == 1 ? " record" : " records");
    }
}
