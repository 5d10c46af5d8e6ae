/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import io.varve.cli.run.OptionOrder;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Waits for something that the cluster does by itself and that takes its time: asks again and again. */
final class LongWait {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @Option(
            names = "--timeout",
            order = OptionOrder.TIMEOUT,
            paramLabel = "TIME",
            defaultValue = "10m",
            description = {
                "How long to wait until it is done; it goes on all the same after that. Exit code 3 then.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Duration timeout = Duration.ofMinutes(10);

    /** How long a single request may take. */
    Duration requestTimeout() {
        Duration most = Duration.ofSeconds(30);
        return timeout.compareTo(most) < 0 ? timeout : most;
    }

    /**
     * The first answer that is what is waited for.
     *
     * @throws VarveException TIMEOUT, with what {@code left} says of the last answer
     */
    <T> T until(Supplier<T> ask, Predicate<T> isDone, Function<T, String> left) {
        long start = System.nanoTime();
        while (true) {
            T answer = ask.get();
            if (isDone.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw new VarveException(ErrorCode.TIMEOUT, left.apply(answer));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
