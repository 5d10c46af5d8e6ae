/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.log.SimulatedLoop;
import io.varve.protocol.error.StoreException;
import io.varve.simulation.port.Chances.Fate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one broker's calls reach a store and how the answers come back: a while later, in order per line, or not. The store itself
 * does at once what arrives. A call that is under way when its broker crashes arrives or doesn't.
 */
public final class Calls {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    private final SimulatedLoop time;
    private final Machine machine;
    private final Chances chances;
    private final Effects effects;

    /** Calls of one broker. */
    public Calls(SimulatedLoop time, Machine machine, Chances chances, Effects effects) {
        this.time = time;
        this.machine = machine;
        this.chances = chances;
        this.effects = effects;
    }

    /**
     * What a call does to a store, and to its caller when it fails.
     *
     * @param port for counting
     * @param what for the trace
     * @param changes whether a lost reply leaves something open; the failure of a call that only looks is {@code Unavailable}
     */
    public record Call(String port, String what, boolean changes) {
        StoreException lost() {
            return changes
                    ? new StoreException.UnknownOutcome(port + ": no answer to " + what, null)
                    : new StoreException.Unavailable(port + ": no answer to " + what, null);
        }

        StoreException refused() {
            return new StoreException.Unavailable(port + " refused " + what, null);
        }
    }

    /** A line to a store, or back. */
    public Line line() {
        return new Line(time, chances, false);
    }

    /** A line that carries what is sent later although something on it was lost. */
    public Line mendingLine() {
        return new Line(time, chances, true);
    }

    /** The broker. */
    public Machine machine() {
        return machine;
    }

    /** Calls on lines of its own, so that it may overtake others. */
    public <T> CompletableFuture<T> call(Call call, Supplier<CompletableFuture<T>> effect, Consumer<T> discard) {
        return call(call, line(), line(), effect, discard);
    }

    /**
     * Calls a store.
     *
     * @param requests what the call travels on; cut when a request on it was lost, then nothing more arrives
     * @param replies what the answer travels on
     * @param effect what the store does, at once
     * @param discard releases an answer that nobody gets
     */
    public <T> CompletableFuture<T> call(
            Call call, Line requests, Line replies, Supplier<CompletableFuture<T>> effect, Consumer<T> discard) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long number = machine.alive() ? effects.leaves(machine, call.what) : -1;
        if (!machine.alive()) {
            return answer;
        }
        Fate fate = chances.fate();
        requests.send(() -> {
            if (fate == Fate.REFUSED) {
                chances.bit(call.port, fate);
                requests.cut();
                replies.send(() -> machine.execute(() -> answer.completeExceptionally(call.refused())));
                return;
            }
            if (fate == Fate.REQUEST_LOST && !requests.isCut()) {
                chances.bit(call.port, fate);
            }
            boolean lost = fate == Fate.REQUEST_LOST || (!machine.alive() && chances.coin());
            if (lost) {
                requests.cut();
            }
            if (lost || requests.isCut()) {
                replies.send(PATIENCE_NANOS, () -> machine.execute(() -> answer.completeExceptionally(call.lost())));
                return;
            }
            CompletableFuture<?> unused = effect.get().whenComplete((value, failure) -> {
                effects.done(machine, number);
                replies.send(
                        fate == Fate.REPLY_LOST ? PATIENCE_NANOS : 0,
                        () -> arrive(call, fate, answer, value, failure, discard));
            });
        });
        return answer;
    }

    private <T> void arrive(
            Call call,
            Fate fate,
            CompletableFuture<T> answer,
            T value,
            @Nullable Throwable failure,
            Consumer<T> discard) {
        boolean lost = fate == Fate.REPLY_LOST;
        if (failure == null && (lost || !machine.alive())) {
            discard.accept(value);
        }
        machine.execute(() -> {
            if (lost) {
                chances.bit(call.port, fate);
                answer.completeExceptionally(call.lost());
            } else if (failure != null) {
                answer.completeExceptionally(cause(failure));
            } else {
                answer.complete(value);
            }
        });
    }

    /** Calls a store and waits: for code that blocks. No time passes meanwhile, but everything can fail. */
    public <T> CompletableFuture<T> callNow(Call call, Supplier<CompletableFuture<T>> effect, Consumer<T> discard) {
        long number = machine.alive() ? effects.leaves(machine, call.what) : -1;
        if (!machine.alive()) {
            return CompletableFuture.failedFuture(call.refused());
        }
        Fate fate = chances.fate();
        if (fate != Fate.DONE) {
            chances.bit(call.port, fate);
        }
        if (fate == Fate.REFUSED) {
            return CompletableFuture.failedFuture(call.refused());
        }
        if (fate == Fate.REQUEST_LOST) {
            return CompletableFuture.failedFuture(call.lost());
        }
        CompletableFuture<T> done = effect.get();
        effects.done(machine, number);
        if (fate == Fate.DONE && machine.alive()) {
            return done;
        }
        CompletableFuture<?> unused = done.thenAccept(discard);
        return CompletableFuture.failedFuture(call.lost());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
