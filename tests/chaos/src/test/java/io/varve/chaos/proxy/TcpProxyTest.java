/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpProxyTest {
    private static final Duration A_WHILE = Duration.ofMillis(200);

    private final ProxyLoop loop = new ProxyLoop();
    private ServerSocket target;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () ->
                (InetSocketAddress) target.getLocalSocketAddress());
        client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        server = target.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        loop.close();
        target.close();
    }

    @Test
    void passesBothWaysAndEndsWithEitherSide() throws IOException {
        client.getOutputStream().write(7);
        assertThat(server.getInputStream().read()).isEqualTo(7);
        server.getOutputStream().write(new byte[100_000]);
        assertThat(client.getInputStream().readNBytes(100_000)).hasSize(100_000);

        server.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.resets()).isZero();
        assertThat(proxy.endedByTarget()).isEqualTo(1);
    }

    @Test
    void whatClientsEndWasNotEndedByTheTarget() throws IOException {
        client.close();

        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.endedByTarget()).isZero();
    }

    @Test
    void cutResetsConnectionsAndNewOnesUntilItPassesAgain() throws IOException {
        proxy.cut();

        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> client.getInputStream().read());
        try (Socket next =
                new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> next.getInputStream().read());
        }
        assertThat(proxy.resets()).isEqualTo(2);

        proxy.pass();
        try (Socket next =
                        new Socket(proxy.address().getAddress(), proxy.address().getPort());
                Socket accepted = target.accept()) {
            next.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void delayedBytesComeLaterAndInOrder() throws IOException {
        proxy.delay(A_WHILE);
        long sent = System.nanoTime();
        client.getOutputStream().write(1);
        client.getOutputStream().write(2);

        assertThat(server.getInputStream().read()).isEqualTo(1);
        assertThat(System.nanoTime() - sent).isGreaterThanOrEqualTo(A_WHILE.toNanos());
        assertThat(server.getInputStream().read()).isEqualTo(2);
        assertThat(proxy.delayedBytes()).isEqualTo(2);
    }

    @Test
    void whatIsHeldBackInOneDirectionArrivesWhenItPassesAgain() throws IOException {
        proxy.silence(Direction.REQUESTS);
        client.getOutputStream().write(1);
        server.getOutputStream().write(2);

        assertThat(client.getInputStream().read()).isEqualTo(2);
        server.setSoTimeout((int) A_WHILE.toMillis());
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> server.getInputStream().read());
        assertThat(proxy.silencedBytes()).isEqualTo(1);

        server.setSoTimeout(0);
        proxy.pass();
        assertThat(server.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void aSenderWaitsWhenTooMuchIsHeldBack() throws Exception {
        proxy.silence(Direction.REQUESTS);
        int bytes = 32 << 20;
        Thread sender = new Thread(() -> {
            try {
                client.getOutputStream().write(new byte[bytes]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        sender.join(A_WHILE.toMillis());
        assertThat(sender.isAlive()).isTrue();

        proxy.pass();
        assertThat(server.getInputStream().readNBytes(bytes)).hasSize(bytes);
        sender.join();
    }

    @Test
    void nobodyBehindItIsAReset() throws IOException {
        target.close();
        try (Socket next =
                new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> next.getInputStream().read());
        }
    }
}
