/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Values;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** All that sends in a run. */
final class Producers implements AutoCloseable {
    /** Answers of several threads rarely meet, and each histogram costs memory. */
    private static final int MAX_RECORDERS = 4;

    private static final int DIGITS = 3;

    private final List<NumberedSender> senders = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final Failure failure;
    private final Duration patience;

    private Producers(Failure failure, Duration patience) {
        this.failure = failure;
        this.patience = patience;
    }

    /** How many producers of the library a workload has. */
    static int number(Workload workload) {
        return Math.max(workload.topics().number(), workload.sending().producers());
    }

    /** None at all. */
    static Producers none(Run run) {
        return new Producers(run.failure(), run.patience());
    }

    /** Opens all that a workload has. */
    static Producers open(Run run, Values values) {
        Workload workload = run.workload();
        List<String> topics = run.names().topics();
        Producers producers = none(run);
        try {
            for (int number = 0; number < number(workload); number++) {
                String topic = topics.get(number % topics.size());
                producers.senders.add(new NumberedSender(number, run.driver().openSender(topic), values));
            }
        } catch (RuntimeException e) {
            producers.close();
            throw e;
        }
        producers.addLanes(workload);
        return producers;
    }

    private void addLanes(Workload workload) {
        int threads = workload.sending().producers();
        for (int number = 0; number < threads; number++) {
            if (number < MAX_RECORDERS) {
                recorders.add(new Recorder(DIGITS));
            }
            int lane = number;
            lanes.add(new Lane(
                    number,
                    threads,
                    workload.sending().recordsPerSecond(),
                    workload.sending().synchronous(),
                    IntStream.range(0, senders.size())
                            .filter(sender -> sender % threads == lane)
                            .mapToObj(senders::get)
                            .toList(),
                    recorders.get(number % recorders.size()),
                    failure));
        }
    }

    /** Has every producer send a record, and returns when all are answered or something went wrong. */
    void greet() {
        onEachThread(Lane::greet);
    }

    /** Has all producers send, and returns when all records are answered or something went wrong. */
    void send(Phase phase) {
        onEachThread(lane -> lane.send(phase));
    }

    private void onEachThread(Consumer<Lane> work) {
        List<Thread> threads = lanes.stream()
                .map(lane -> RunThread.start("producer", failure, () -> work.accept(lane)))
                .toList();
        threads.forEach(RunThread::join);
        long sent = records();
        if (!Progress.await(() -> sent - unanswered(), sent, patience, failure)) {
            failure.set(unanswered() + " of " + sent + " records were not acknowledged within " + patience.toSeconds()
                    + " s");
        }
    }

    private long unanswered() {
        return lanes.stream().mapToLong(Lane::unanswered).sum();
    }

    /** Records that were sent so far. */
    long records() {
        return lanes.stream().mapToLong(Lane::sent).sum();
    }

    /** When the last answer came. */
    long lastAnswerNanos() {
        return lanes.stream().mapToLong(Lane::lastAnswerNanos).max().orElseThrow();
    }

    /** Adds the times to acknowledgement since the last call, in microseconds. */
    void drainTo(Histogram micros) {
        recorders.forEach(recorder -> micros.add(recorder.getIntervalHistogram()));
    }

    /** What was sent so far, as readers need it; only while nobody sends. */
    Written written(long runId, List<String> topics, Workload workload) {
        return new Written(
                runId,
                topics,
                workload.topics().partitions(),
                workload.recordBytes(),
                workload.keys(),
                senders.stream().map(sender -> (long) sender.records()).toList(),
                senders.stream().mapToLong(NumberedSender::checksum).sum());
    }

    @Override
    public void close() {
        senders.forEach(NumberedSender::close);
    }
}
