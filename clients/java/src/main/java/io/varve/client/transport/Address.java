/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.BrokerAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a broker listens.
 *
 * @param host a name or a literal address, without brackets
 * @param port 1 to 65,535
 */
public record Address(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /** Checks the port's range. */
    public Address {
        if (!isValid(host, port)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "server \"" + host + ":" + port + "\" needs a host and a port from 1 to " + HIGHEST_PORT);
        }
    }

    static boolean isValid(String host, int port) {
        return !host.isEmpty() && port >= 1 && port <= HIGHEST_PORT;
    }

    /** Parses a comma-separated list of {@code host:port}, an IPv6 host in brackets; fails with INVALID_ARGUMENT. */
    public static List<Address> parseList(String servers) {
        List<Address> addresses = new ArrayList<>();
        for (String server : servers.split(",")) {
            if (!server.isBlank()) {
                addresses.add(parse(server.strip()));
            }
        }
        if (addresses.isEmpty()) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "no server given; expected host:port[,host:port...]");
        }
        return List.copyOf(addresses);
    }

    /** The address in a broker's answer. */
    public static Address of(BrokerAddress address) {
        return new Address(address.getHost(), address.getPort());
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static Address parse(String server) {
        int colon = server.lastIndexOf(':');
        if (colon > 0) {
            String host = server.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            try {
                return new Address(host, Integer.parseInt(server.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT, "server \"" + server + "\" has no number as its port", e);
            }
        }
        throw new VarveException(ErrorCode.INVALID_ARGUMENT, "server \"" + server + "\" is not host:port");
    }
}
