/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.CallException;
import io.varve.client.transport.ConnectionOptions;
import io.varve.client.transport.ConnectionPool;
import io.varve.client.transport.Loops;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallsTest {
    private static final Request<Pong> REQUEST = new Request<>(
            CommandType.PING, Ping.getDefaultInstance(), Pong.class, Repeat.ALWAYS, Duration.ofMinutes(1));

    private final Loops loops = new Loops(1);
    private final Calls calls = new Calls(
            new ConnectionPool(loops, ConnectionOptions.defaults(""), Backoff.DEFAULT), loops.next(), Backoff.DEFAULT);

    @AfterEach
    void close() {
        loops.close().join();
    }

    @Test
    void refusesWhatIsTooMuchAndClosingFailsTheRest() {
        List<CompletableFuture<Pong>> waiting = new ArrayList<>();
        CompletableFuture<Pong> last = calls.call(new Nowhere(), REQUEST);
        while (!last.isDone()) {
            waiting.add(last);
            last = calls.call(new Nowhere(), REQUEST);
        }
        assertCode(last, ErrorCode.BUSY);
        assertThat(waiting).hasSize(32_768);
        calls.close();
        waiting.forEach(call -> assertCode(call, ErrorCode.CLOSED));
        assertCode(calls.call(new Nowhere(), REQUEST), ErrorCode.CLOSED);
    }

    @Test
    void onlyAFailureThatAnotherServerMayNotHaveMovesOnToIt() {
        Address first = new Address("a", 1);
        Address second = new Address("b", 1);
        AnyBroker servers = new AnyBroker(List.of(first, second));
        assertThat(servers.failed(first, answered(ErrorCode.TOPIC_NOT_FOUND))).isFalse();
        assertThat(servers.target()).isCompletedWithValue(first);
        servers.failed(first, answered(ErrorCode.UNAVAILABLE));
        servers.failed(first, answered(ErrorCode.UNAVAILABLE));
        assertThat(servers.target()).isCompletedWithValue(second);
        servers.failed(second, CallException.notSent(ErrorCode.UNREACHABLE, "gone", null));
        assertThat(servers.target()).isCompletedWithValue(first);
    }

    @Test
    void whatIsOpenedAfterTheClientWasClosedIsEndedAndRefused() {
        Cluster cluster = new Cluster(
                List.of(new Address("a", 1)),
                ConnectionOptions.defaults(""),
                Backoff.DEFAULT,
                Duration.ofSeconds(1),
                1);
        cluster.close(Duration.ofSeconds(1)).join();
        Handle late = new Handle();
        assertThatThrownBy(() -> cluster.opened(late))
                .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CLOSED));
        assertThat(late.ended).isCompleted();
    }

    private static CallException answered(ErrorCode code) {
        return CallException.answered(
                io.varve.protocol.wire.Error.newBuilder().setCode(code.number()).build());
    }

    private static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(CallException.class, failure -> assertThat(
                        failure.code())
                .isEqualTo(code));
    }

    private static final class Nowhere implements Route {
        private final CompletableFuture<Address> never = new CompletableFuture<>();

        @Override
        public CompletableFuture<Address> target() {
            return never;
        }

        @Override
        public boolean failed(Address asked, CallException why) {
            return false;
        }
    }

    private static final class Handle implements OpenHandle {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> closeAsync(Duration timeout) {
            ended.complete(null);
            return ended;
        }

        @Override
        public void close() {}
    }
}
