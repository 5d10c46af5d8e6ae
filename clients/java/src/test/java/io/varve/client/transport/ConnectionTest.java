/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.wire.BrokerAddress;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.Produce;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionTest {
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final FakeCluster cluster = new FakeCluster(1);
    private final Loops loops = new Loops(1);

    @AfterEach
    void close() {
        loops.close().join();
        cluster.close();
    }

    @Test
    void isSharedByAllWhoAskForTheSameBrokerAndReplacedWhenItIsGone() {
        ConnectionPool pool = pool(options(Duration.ofSeconds(15), 100));
        Connection first = pool.connection(broker()).join();
        assertThat(pool.connection(broker()).join()).isSameAs(first);
        cluster.broker(0).cutConnections();
        while (first.isOpen()) {
            Thread.onSpinWait();
        }
        assertThat(pool.connection(broker()).join()).isNotSameAs(first);
        assertCode(ask(first, PATIENCE), ErrorCode.UNAVAILABLE);
    }

    @Test
    void failsARequestThatIsNotAnsweredInTimeAndGoesOn() {
        Connection connection =
                pool(options(Duration.ofSeconds(15), 100)).connection(broker()).join();
        cluster.rule(CommandType.LIST_BROKERS, Fault.Rule.first(1, Fault.IGNORE));
        CompletableFuture<BrokerList> lost =
                ask(connection, Duration.ofMillis(50).toNanos());
        assertCode(lost, ErrorCode.TIMEOUT);
        assertThat(ask(connection, PATIENCE).join().getBrokersCount()).isEqualTo(1);
    }

    @Test
    void refusesRequestsBeyondItsBound() {
        Connection connection =
                pool(options(Duration.ofSeconds(15), 10)).connection(broker()).join();
        cluster.rule(CommandType.LIST_BROKERS, Fault.Rule.always(Fault.HOLD));
        List<CompletableFuture<BrokerList>> asked = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            asked.add(ask(connection, PATIENCE));
        }
        assertCode(asked.get(10), ErrorCode.BUSY);
        cluster.release(CommandType.LIST_BROKERS);
        asked.subList(0, 10)
                .forEach(answer -> assertThat(answer.join().getBrokersCount()).isEqualTo(1));
    }

    @Test
    void failsWhatIsUnansweredWhenItIsCut() {
        Connection connection =
                pool(options(Duration.ofSeconds(15), 100)).connection(broker()).join();
        cluster.rule(CommandType.LIST_BROKERS, Fault.Rule.always(Fault.CUT));
        assertThatThrownBy(() -> ask(connection, PATIENCE).join())
                .cause()
                .isInstanceOfSatisfying(CallException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
                    assertThat(failure.maybeApplied()).isTrue();
                });
    }

    @Test
    void releasesBatchesThatItCanNotSendAnyMore() {
        Connection connection =
                pool(options(Duration.ofSeconds(15), 100)).connection(broker()).join();
        cluster.broker(0).cutConnections();
        while (connection.isOpen()) {
            Thread.onSpinWait();
        }
        ByteBuf answered = Unpooled.buffer().writeZero(100);
        ByteBuf unanswered = Unpooled.buffer().writeZero(100);
        assertCode(connection.produce(Produce.getDefaultInstance(), answered, PATIENCE), ErrorCode.UNAVAILABLE);
        assertCode(connection.produceUnanswered(Produce.getDefaultInstance(), unanswered), ErrorCode.UNAVAILABLE);
        loops.close().join();
        ByteBuf late = Unpooled.buffer().writeZero(100);
        assertCode(connection.produce(Produce.getDefaultInstance(), late, PATIENCE), ErrorCode.CLOSED);
        assertThat(answered.refCnt() + unanswered.refCnt() + late.refCnt()).isZero();
    }

    @Test
    void aWindowOfManyBatchesThatAllFailAtOnceIsNotDeep() {
        ProduceWindow window = new ProduceWindow(1);
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < 200_000; i++) {
            boolean first = i == 0;
            window.enter(1, new ProduceWindow.Sending() {
                @Override
                public void send() {
                    sent.incrementAndGet();
                    if (!first) {
                        window.leave(1);
                    }
                }

                @Override
                public void abandon(CallException why) {}
            });
        }
        window.leave(1);
        assertThat(sent).hasValue(200_000);
    }

    @Test
    void aHintThatMakesNoSenseIsNone() {
        io.varve.protocol.wire.Error error = Errors.of(ErrorCode.NOT_OWNER, "not mine").toBuilder()
                .setOwner(BrokerAddress.newBuilder().setHost("a").setPort(0))
                .build();
        assertThat(CallException.answered(error).owner()).isNull();
    }

    @Test
    void givesAHalfOpenConnectionUp() {
        Connection connection =
                pool(options(Duration.ofMillis(250), 100)).connection(broker()).join();
        cluster.rule(CommandType.PING, Fault.Rule.first(3, Fault.NONE));
        while (cluster.count(CommandType.PING) < 3) {
            Thread.onSpinWait();
        }
        assertThat(connection.isOpen()).isTrue();
        cluster.rule(CommandType.PING, Fault.Rule.always(Fault.IGNORE));
        while (connection.isOpen()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void isNotMadeToABrokerOfAnotherVersion() {
        cluster.rule(CommandType.HELLO, Fault.Rule.always(Fault.error(ErrorCode.UNSUPPORTED_VERSION)));
        assertCode(pool(options(Duration.ofSeconds(15), 10)).connection(broker()), ErrorCode.UNSUPPORTED_VERSION);
    }

    @Test
    void isNotMadeWhereNobodyListensAndTheAddressRestsForAWhile() throws IOException {
        Address nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new Address("127.0.0.1", socket.getLocalPort());
        }
        ConnectionPool pool = new ConnectionPool(
                loops, options(Duration.ofSeconds(15), 10), new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        assertThatThrownBy(() -> pool.connection(nobody).join())
                .hasMessageContaining(nobody.toString())
                .cause()
                .isInstanceOfSatisfying(CallException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.UNREACHABLE));
        assertThat(pool.connection(nobody)).isCompletedExceptionally();
    }

    @Test
    void isNotMadeWhenTheClientIsClosed() {
        ConnectionPool pool = pool(options(Duration.ofSeconds(15), 10));
        loops.close().join();
        assertCode(pool.connection(broker()), ErrorCode.UNREACHABLE);
        pool.close();
        assertCode(pool.connection(broker()), ErrorCode.CLOSED);
    }

    @Test
    void isNotMadeToAnUnknownHost() {
        assertCode(
                pool(options(Duration.ofSeconds(15), 10)).connection(new Address("no.such.host.invalid", 1)),
                ErrorCode.UNREACHABLE);
    }

    @Test
    void isNotMadeToSomebodyWhoSpeaksAnotherProtocolOrNothing() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Address address = new Address("127.0.0.1", server.getLocalPort());
            CompletableFuture<Connection> silent =
                    pool(options(Duration.ofSeconds(15), 10)).connection(address);
            CompletableFuture<Connection> other =
                    pool(options(Duration.ofSeconds(15), 10)).connection(address);
            try (Socket first = server.accept();
                    Socket second = server.accept()) {
                first.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                first.getOutputStream().flush();
                assertCode(silent, ErrorCode.UNREACHABLE);
                assertCode(other, ErrorCode.UNREACHABLE);
                assertThat(second.isClosed()).isFalse();
            }
        }
    }

    @Test
    void addressesAreHostsAndPorts() {
        assertThat(Address.parseList("a:1, [::1]:2 ,b:3"))
                .containsExactly(new Address("a", 1), new Address("::1", 2), new Address("b", 3));
        assertThat(new Address("::1", 2)).hasToString("[::1]:2");
        for (String wrong : List.of("", "a", "a:", "a:0", "a:65536", "a:b", ":1")) {
            assertThatThrownBy(() -> Address.parseList(wrong)).hasMessageContaining(wrong.isEmpty() ? "host" : wrong);
        }
    }

    @Test
    void backoffGrowsToItsCapAndIsJittered() {
        Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(1_000));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.nanos(1)).isBetween(50L, 100L);
            assertThat(backoff.nanos(3)).isBetween(200L, 400L);
            assertThat(backoff.nanos(60)).isBetween(500L, 1_000L);
        }
    }

    private ConnectionPool pool(ConnectionOptions options) {
        return new ConnectionPool(loops, options, Backoff.DEFAULT);
    }

    private static ConnectionOptions options(Duration idle, int maxRequests) {
        return new ConnectionOptions("test", Duration.ofMillis(500), idle, maxRequests);
    }

    private Address broker() {
        return Address.parseList(cluster.broker(0).address()).get(0);
    }

    private static CompletableFuture<BrokerList> ask(Connection connection, long timeoutNanos) {
        return connection.call(
                CommandType.LIST_BROKERS, ListBrokers.getDefaultInstance(), BrokerList.class, timeoutNanos);
    }

    private static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(CallException.class, failure -> assertThat(
                        failure.code())
                .isEqualTo(code));
    }
}
