/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Receipts;
import io.varve.bench.driver.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Consumers that share the records of the topics among them.
 *
 * @param <R> what each of them writes down
 */
final class Group<R extends Receipts> implements AutoCloseable {
    private final String name;
    private final List<Member<R>> members = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Group(String name) {
        this.name = name;
    }

    /** Joins with so many consumers, which don't read yet. */
    static <R extends Receipts> Group<R> join(
            Driver driver, List<String> topics, String name, int consumers, Supplier<R> receipts, boolean timed) {
        Group<R> group = new Group<>(name);
        try {
            for (int consumer = 0; consumer < consumers; consumer++) {
                group.members.add(new Member<>(driver.openReceiver(topics, name), receipts.get(), timed));
            }
            return group;
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** Has all consumers read. */
    void start(Failure failure) {
        members.forEach(member -> threads.add(RunThread.start("consumer", failure, member::read)));
    }

    String name() {
        return name;
    }

    /** Records that came so far. */
    long records() {
        return members.stream().mapToLong(member -> member.receipts().records()).sum();
    }

    /** Bytes of the records' values, once reading has ended. */
    long bytes() {
        return members.stream().mapToLong(member -> member.receipts().bytes()).sum();
    }

    /** When the first record came; 0 if none has. */
    long firstNanos() {
        return members.stream()
                .mapToLong(Member::firstNanos)
                .filter(nanos -> nanos != 0)
                .min()
                .orElse(0);
    }

    /** When the last record came; 0 if none has. */
    long lastNanos() {
        return members.stream().mapToLong(Member::lastNanos).max().orElse(0);
    }

    /** Adds the times from sending to receipt since the last call, in microseconds. */
    void drainTo(Histogram micros) {
        members.forEach(member -> member.drainTo(micros));
    }

    /** Ends reading; afterwards the receipts are whole. */
    List<R> stop() {
        members.forEach(Member::stop);
        threads.forEach(RunThread::join);
        threads.clear();
        return members.stream().map(Member::receipts).toList();
    }

    /** Leaves. */
    @Override
    public void close() {
        stop();
        members.forEach(Member::close);
        members.clear();
    }
}
