/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import io.varve.cluster.TopicRecord;
import io.varve.log.SimulatedLoop;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.shard.Shard;
import io.varve.shard.answer.Reply;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.Witness;
import io.varve.simulation.port.Chances;
import io.varve.simulation.port.Chances.Fate;
import io.varve.simulation.port.Line;
import io.varve.simulation.port.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How clients reach brokers: requests and answers are on their way for a while, and a connection may be refused, or swallow either. */
public final class Requests {
    private static final long TIMEOUT_MS = 3_000;
    private static final String NETWORK = "client network";

    private final SimulatedLoop time;
    private final Chances chances;
    private final Trace trace;
    private final Witness witness;
    private final TopicRecord topic;
    private final Supplier<List<SimulatedBroker>> brokers;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    /**
     * The clients' network.
     *
     * @param brokers the processes that run now
     */
    public Requests(
            SimulatedLoop time,
            Chances chances,
            Trace trace,
            Witness witness,
            TopicRecord topic,
            Supplier<List<SimulatedBroker>> brokers) {
        this.time = time;
        this.chances = chances;
        this.trace = trace;
        this.witness = witness;
        this.topic = topic;
        this.brokers = brokers;
    }

    /** What a client asks of a broker. */
    public interface Command<T> extends BiConsumer<SimulatedBroker, Reply<T>> {}

    /** What became of it: exactly one of the two. */
    public interface Outcome<T> {
        /** An answer, or the error; UNREACHABLE and TIMEOUT leave open whether anything was done. */
        void is(@Nullable T answer, @Nullable VarveException error);
    }

    SimulatedLoop time() {
        return time;
    }

    Witness witness() {
        return witness;
    }

    TopicRecord topic() {
        return topic;
    }

    Line line() {
        return new Line(time, chances, false);
    }

    void later(long ms, Runnable task) {
        time.schedule(task, ms, TimeUnit.MILLISECONDS);
    }

    /** Counts what became of an operation. */
    void count(String operation, @Nullable VarveException error) {
        String outcome = operation + " "
                + (error == null
                        ? "ok"
                        : error.code() == ErrorCode.TIMEOUT || error.code() == ErrorCode.UNKNOWN_OUTCOME
                                ? "unknown"
                                : "failed " + error.code());
        outcomes.merge(outcome, 1, Integer::sum);
        trace.add(outcome);
        if (error != null && error.code() == ErrorCode.DAMAGED) {
            witness.damaged(String.valueOf(error.getMessage()));
        }
    }

    /** Operations by outcome. */
    public Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Sends a command on a connection, whose requests arrive in order. */
    <T> void send(SimulatedBroker to, Line requests, Command<T> command, Outcome<T> outcome) {
        Once<T> once = new Once<>(outcome);
        time.schedule(
                () -> once.is(null, new VarveException(ErrorCode.TIMEOUT, "no answer")),
                TIMEOUT_MS,
                TimeUnit.MILLISECONDS);
        Fate fate = chances.fate();
        requests.send(() -> {
            if (!requests.isCut() && (fate == Fate.REFUSED || fate == Fate.REQUEST_LOST)) {
                chances.bit(NETWORK, fate);
                requests.cut();
                if (fate == Fate.REFUSED) {
                    arrive(() -> once.is(null, new VarveException(ErrorCode.UNREACHABLE, "connection refused")));
                }
            }
            if (requests.isCut()) {
                return;
            }
            to.machine()
                    .execute(() -> command.accept(to, new Reply<>() {
                        @Override
                        public void done(T answer) {
                            reply(() -> once.is(answer, null));
                        }

                        @Override
                        public void failed(VarveException error) {
                            reply(() -> once.is(null, error));
                        }

                        private void reply(Runnable arrival) {
                            if (to.machine().alive() && fate == Fate.REPLY_LOST) {
                                chances.bit(NETWORK, fate);
                            } else if (to.machine().alive()) {
                                arrive(arrival);
                            }
                        }
                    }));
        });
    }

    private void arrive(Runnable arrival) {
        time.schedule(arrival, chances.delayNanos(), TimeUnit.NANOSECONDS);
    }

    /** Finds the broker of a shard, by asking any one. */
    void owner(int shard, Random random, Consumer<Optional<SimulatedBroker>> found) {
        List<SimulatedBroker> running = brokers.get();
        if (running.isEmpty()) {
            later(100, () -> found.accept(Optional.empty()));
            return;
        }
        SimulatedBroker any = running.get(random.nextInt(running.size()));
        this.<String>send(
                any,
                line(),
                (broker, reply) -> broker.shardMap()
                        .assigneeOf(shard)
                        .ifPresentOrElse(
                                assignee -> reply.done(assignee.toString()),
                                () -> reply.failed(new VarveException(ErrorCode.UNAVAILABLE, "nobody's"))),
                (name, error) -> found.accept(brokers.get().stream()
                        .filter(broker -> broker.assignee().toString().equals(name))
                        .findFirst()));
    }

    /** Any broker that runs. */
    Optional<SimulatedBroker> any(Random random) {
        List<SimulatedBroker> running = brokers.get();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    /** A command for a shard: it waits where that is about to be served, and is refused where it isn't. */
    static <T> Command<T> onShard(int shard, BiConsumer<Shard, Reply<T>> command) {
        return (broker, reply) -> {
            Runnable refused = () -> reply.failed(new VarveException(ErrorCode.NOT_OWNER, "isn't served here"));
            Optional<Shard> served = broker.host().shard(shard);
            if (served.isPresent()) {
                // As connections do, so that what has waited comes first.
                served.get().loop().execute(() -> command.accept(served.get(), reply));
            } else if (!broker.host().await(shard, arrived -> command.accept(arrived, reply), refused)) {
                refused.run();
            }
        };
    }

    /** A command whose answer is a future of the broker. */
    static <T> Command<T> asking(Function<SimulatedBroker, CompletableFuture<T>> question) {
        return (broker, reply) -> {
            CompletableFuture<?> unused = question.apply(broker).whenComplete((answer, failure) -> {
                if (failure == null) {
                    reply.done(answer);
                } else {
                    reply.failed(new VarveException(ErrorCode.UNAVAILABLE, String.valueOf(failure.getMessage())));
                }
            });
        };
    }

    private static final class Once<T> implements Outcome<T> {
        private final Outcome<T> outcome;
        private boolean decided;

        private Once(Outcome<T> outcome) {
            this.outcome = outcome;
        }

        @Override
        public void is(@Nullable T answer, @Nullable VarveException error) {
            if (!decided) {
                decided = true;
                outcome.is(answer, error);
            }
        }
    }
}
