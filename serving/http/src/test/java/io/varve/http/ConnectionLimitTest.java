/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a gateway that doesn't cut the first connections as idle while the last ones are opened. */
@Timeout(60)
class ConnectionLimitTest extends GatewayFixture {
    private static final byte[] REQUEST =
            "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void thereAreOnlySoManyConnections() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            int refused = 0;
            for (int i = 0; i < 110; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), gateway.address().getPort());
                sockets.add(socket);
                refused += isRefused(socket) ? 1 : 0;
            }
            assertThat(refused).isBetween(10, 12);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isRefused(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
