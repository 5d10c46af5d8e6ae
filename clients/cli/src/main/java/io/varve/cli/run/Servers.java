/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.client.VarveClient;
import io.varve.client.transport.Address;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Opens clients of the servers that the user named. */
final class Servers {
    private static final int KNOCK_MILLIS = 2_000;

    private Servers() {}

    /**
     * A client of these servers, once one of them accepts connections. The client itself would go on trying until its timeout,
     * which is right for a program and tiresome for somebody who forgot to start the server.
     *
     * @throws VarveException UNREACHABLE
     */
    static VarveClient connect(String servers, Duration requestTimeout) {
        List<Address> addresses = Address.parseList(servers);
        VarveException refused = null;
        for (Address address : addresses) {
            try {
                knock(address);
                return VarveClient.builder()
                        .servers(servers)
                        .clientId("varve-cli")
                        .requestTimeout(requestTimeout)
                        .build();
            } catch (IOException e) {
                refused = new VarveException(
                        ErrorCode.UNREACHABLE,
                        "no server answers at " + servers + " (" + e.getMessage()
                                + "); 'varve standalone' starts one, --server names others",
                        e);
            }
        }
        throw refused == null ? new VarveException(ErrorCode.INVALID_ARGUMENT, "no server given") : refused;
    }

    private static void knock(Address address) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new IOException("unknown host " + address.host());
        }
        try (Socket socket = new Socket()) {
            socket.connect(resolved, KNOCK_MILLIS);
        }
    }
}
