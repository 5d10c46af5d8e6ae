/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one ZooKeeper server says of itself.
 *
 * @param address {@code host:port} for clients
 * @param mode {@code leader}, {@code follower} or {@code standalone}
 * @param averageMillis what its requests took on average since its start
 */
public record ZooKeeperHealth(String address, String mode, double averageMillis) {
    private static final Pattern MODE = Pattern.compile("(?m)^Mode: (\\w+)");
    private static final Pattern LATENCY = Pattern.compile("(?m)^Latency min/avg/max: \\d+/([0-9.]+)/\\d+");
    private static final byte[] QUESTION = "srvr".getBytes(StandardCharsets.US_ASCII);

    /** The addresses in a connect string. */
    public static List<String> addresses(String connectString) {
        return Arrays.asList(connectString.split(","));
    }

    /**
     * Asks a server. Blocks.
     *
     * @param address {@code host:port}
     * @throws StoreException.Unavailable when it doesn't answer, or doesn't serve since there is no majority
     */
    public static ZooKeeperHealth ask(String address, Duration timeout) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            InetSocketAddress server =
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
            socket.connect(server, (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
            socket.getOutputStream().write(QUESTION);
            return of(address, new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException.Unavailable(address + " doesn't answer: " + e.getMessage(), e);
        }
    }

    private static ZooKeeperHealth of(String address, String answer) {
        Matcher mode = MODE.matcher(answer);
        Matcher latency = LATENCY.matcher(answer);
        if (!mode.find() || !latency.find()) {
            throw new StoreException.Unavailable(
                    address + " doesn't serve: " + answer.lines().findFirst().orElse("it says nothing"), null);
        }
        return new ZooKeeperHealth(address, mode.group(1), Double.parseDouble(latency.group(1)));
    }
}
