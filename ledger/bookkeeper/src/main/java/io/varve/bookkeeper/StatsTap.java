/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.bookkeeper.stats.Counter;
import org.apache.bookkeeper.stats.NullStatsLogger;
import org.apache.bookkeeper.stats.OpStatsData;
import org.apache.bookkeeper.stats.OpStatsLogger;
import org.apache.bookkeeper.stats.StatsLogger;

/**
 * Picks a few events out of BookKeeper's statistics, which are the only place where it tells them, and drops the rest. Scopes
 * are ignored; the innermost label is kept.
 */
final class StatsTap extends NullStatsLogger {
    /** Told of each event, on the thread where it happens, so it must be quick. */
    interface Listener {
        /**
         * @param name the statistic's name
         * @param label value of the innermost label, empty if there is none
         * @param succeeded whether the operation succeeded; true for a mere count
         * @param nanos how long it took; 0 for a mere count
         */
        void happened(String name, String label, boolean succeeded, long nanos);
    }

    private final Set<String> names;
    private final Listener listener;
    private final String label;

    StatsTap(Set<String> names, Listener listener) {
        this(names, listener, "");
    }

    private StatsTap(Set<String> names, Listener listener, String label) {
        this.names = names;
        this.listener = listener;
        this.label = label;
    }

    @Override
    public StatsLogger scope(String name) {
        return this;
    }

    @Override
    public StatsLogger scopeLabel(String labelName, String labelValue) {
        return new StatsTap(names, listener, labelValue);
    }

    @Override
    public OpStatsLogger getOpStatsLogger(String name) {
        return names.contains(name) ? new Op(name) : super.getOpStatsLogger(name);
    }

    @Override
    public OpStatsLogger getThreadScopedOpStatsLogger(String name) {
        return getOpStatsLogger(name);
    }

    @Override
    public Counter getCounter(String name) {
        return names.contains(name) ? new Count(name) : super.getCounter(name);
    }

    @Override
    public Counter getThreadScopedCounter(String name) {
        return getCounter(name);
    }

    private final class Op implements OpStatsLogger {
        private final String name;

        Op(String name) {
            this.name = name;
        }

        @Override
        public void registerFailedEvent(long latency, TimeUnit unit) {
            listener.happened(name, label, false, unit.toNanos(latency));
        }

        @Override
        public void registerSuccessfulEvent(long latency, TimeUnit unit) {
            listener.happened(name, label, true, unit.toNanos(latency));
        }

        @Override
        public void registerSuccessfulValue(long value) {
            listener.happened(name, label, true, 0);
        }

        @Override
        public void registerFailedValue(long value) {
            listener.happened(name, label, false, 0);
        }

        @Override
        public OpStatsData toOpStatsData() {
            return NullStatsLogger.INSTANCE.getOpStatsLogger(name).toOpStatsData();
        }

        @Override
        public void clear() {}
    }

    private final class Count implements Counter {
        private final String name;

        Count(String name) {
            this.name = name;
        }

        @Override
        public void clear() {}

        @Override
        public void inc() {
            listener.happened(name, label, true, 0);
        }

        @Override
        public void dec() {}

        @Override
        public void addCount(long delta) {
            listener.happened(name, label, true, 0);
        }

        @Override
        public void addLatency(long time, TimeUnit unit) {
            listener.happened(name, label, true, 0);
        }

        @Override
        public Long get() {
            return 0L;
        }
    }
}
