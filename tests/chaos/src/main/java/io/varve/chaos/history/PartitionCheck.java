/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/** The records of one partition: what was sent, told and read of them. */
final class PartitionCheck {
    private static final long UNTOLD = Long.MIN_VALUE;

    private final int partition;
    private final List<Writes> writes;
    private final BiConsumer<Anomaly.Kind, String> anomalies;
    private final GroupCheck group;
    private final Longs sent = new Longs();
    /** By offset: the value that somebody was told or given first. */
    private final Longs known = new Longs();

    private final BitSet delivered = new BitSet();
    private final List<Reading> last = new ArrayList<>();

    PartitionCheck(int partition, List<Writes> writes, BiConsumer<Anomaly.Kind, String> anomalies) {
        this.partition = partition;
        this.writes = writes;
        this.anomalies = anomalies;
        this.group = new GroupCheck(partition, anomalies);
    }

    private Writes writesOf(long id) {
        return writes.get(ValueId.process(id));
    }

    private Outcome outcome(long id) {
        return writesOf(id).outcome((int) ValueId.number(id));
    }

    private long toldOffset(long id) {
        return writesOf(id).offset((int) ValueId.number(id));
    }

    /** A record was sent here. */
    void sent(long id) {
        sent.add(id);
        if (outcome(id) == Outcome.OK) {
            told(toldOffset(id), id, "its producer");
        }
    }

    private void told(long offset, long id, String who) {
        known.growTo((int) offset + 1, UNTOLD);
        long before = known.get((int) offset);
        if (before == UNTOLD) {
            known.set((int) offset, id);
        } else if (before != id) {
            anomalies.accept(
                    Anomaly.Kind.TWO_RECORDS,
                    place(offset) + " is " + ValueId.text(id) + " for " + who + ", and was " + ValueId.text(before));
        }
    }

    /** Somebody read here. */
    void read(Reading reading) {
        if (reading.by() == Reading.By.LAST) {
            last.add(reading);
        }
        if (reading.by() == Reading.By.GROUP) {
            group.assigned(reading);
        }
        long next = reading.from();
        for (Reading.Run run : reading.runs()) {
            follows(reading, next, run.first);
            next = run.end();
            for (int i = 0; i < run.ids.size(); i++) {
                long offset = run.first + i;
                given(offset, run.ids.get(i), reading);
                if (reading.by() == Reading.By.GROUP) {
                    delivered.set((int) offset);
                }
            }
        }
    }

    private void follows(Reading reading, long next, long first) {
        if (next >= 0 && first > next) {
            anomalies.accept(
                    Anomaly.Kind.GAP,
                    reading.reader() + " was given " + place(first) + " when offset " + next + " was due");
        } else if (first < next) {
            anomalies.accept(
                    Anomaly.Kind.NOT_MONOTONIC,
                    reading.reader() + " was given " + place(first) + " when offset " + next + " was due");
        }
    }

    private void given(long offset, long id, Reading reading) {
        boolean wasSent = id != ValueId.NONE
                && ValueId.process(id) < writes.size()
                && ValueId.number(id) < writesOf(id).size()
                && writesOf(id).partition((int) ValueId.number(id)) == partition;
        if (!wasSent) {
            anomalies.accept(
                    Anomaly.Kind.PHANTOM, reading.reader() + " was given " + ValueId.text(id) + " at " + place(offset));
            return;
        }
        told(offset, id, reading.reader());
        if (outcome(id) == Outcome.FAILED) {
            anomalies.accept(
                    Anomaly.Kind.FAILED_READ,
                    reading.reader() + " was given " + ValueId.text(id) + " at " + place(offset));
        }
    }

    /** The group's progress here. */
    void progress(Progress step) {
        group.progress(step);
    }

    /** After everything was told. */
    void conclude() {
        group.conclude();
        if (last.isEmpty()) {
            anomalies.accept(Anomaly.Kind.UNREADABLE, "partition " + partition + " was never read to its end");
            return;
        }
        Places places = new Places(last.get(last.size() - 1));
        judge(places);
        beyondTheEnd(places);
        OrderCheck order = new OrderCheck(partition, writes, anomalies);
        for (int i = 0; i < sent.size(); i++) {
            long id = sent.get(i);
            long offset = outcome(id) == Outcome.OK ? toldOffset(id) : places.first(id);
            if (offset >= 0 && outcome(id) != Outcome.FAILED) {
                order.placed(id, offset);
            }
        }
        order.conclude();
        if (group.isUsed()) {
            int missing = delivered.nextClearBit(0);
            if (missing < places.end()) {
                anomalies.accept(
                        Anomaly.Kind.SKIPPED,
                        (places.end() - delivered.get(0, (int) places.end()).cardinality()) + " records of partition "
                                + partition + ", first at offset " + missing);
            }
        }
    }

    private void judge(Places places) {
        for (int i = 0; i < sent.size(); i++) {
            long id = sent.get(i);
            int times = places.times(id);
            switch (outcome(id)) {
                case OK -> {
                    if (times == 0) {
                        anomalies.accept(
                                Anomaly.Kind.LOST,
                                ValueId.text(id) + ", acknowledged at " + place(toldOffset(id)) + ", which ends at "
                                        + places.end());
                    } else if (times > 1) {
                        anomalies.accept(Anomaly.Kind.DUPLICATE, twice(id, places));
                    } else if (places.first(id) != toldOffset(id)) {
                        anomalies.accept(
                                Anomaly.Kind.MISPLACED,
                                ValueId.text(id) + ", acknowledged at " + place(toldOffset(id)) + ", is at offset "
                                        + places.first(id));
                    }
                }
                case UNKNOWN, PENDING -> {
                    if (times > 1) {
                        anomalies.accept(Anomaly.Kind.UNKNOWN_TWICE, twice(id, places));
                    }
                }
                case FAILED -> {
                    // Told where it was read.
                }
            }
        }
    }

    /** What a reader was given is there from then on: the last reading begins later, and holds it too. */
    private void beyondTheEnd(Places places) {
        for (int offset = (int) places.end(); offset < known.size(); offset++) {
            long id = known.get(offset);
            // Of what was acknowledged there, it was said above that it is lost or elsewhere.
            if (id != UNTOLD && toldOffset(id) != offset) {
                anomalies.accept(
                        Anomaly.Kind.BEYOND_THE_END,
                        ValueId.text(id) + " was given at " + place(offset) + ", which ends at " + places.end());
            }
        }
    }

    private String twice(long id, Places places) {
        return ValueId.text(id) + " is there " + places.times(id) + " times, first at " + place(places.first(id));
    }

    private String place(long offset) {
        return "offset " + offset + " of partition " + partition;
    }
}
