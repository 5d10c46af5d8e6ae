/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import io.varve.http.Mutation.Sample;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends requests, right ones and wrong ones, one after the other, over one connection as long as that is kept. */
final class HostileCaller implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

    private final int port;
    private final Set<String> heads;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    /**
     * Not connected yet.
     *
     * @param valid requests whose heads are whole
     */
    HostileCaller(int port, List<Sample> valid) {
        this.port = port;
        this.heads = valid.stream().map(Sample::head).collect(Collectors.toSet());
    }

    /**
     * How a request ended.
     *
     * @param status 0 if the connection was closed instead
     * @param code of a problem, else empty
     */
    record Ending(int status, String code) {
        private static final Ending CLOSED = new Ending(0, "");
    }

    /** Sends a request and waits for its answer. */
    Ending send(Sample sample) throws IOException {
        Socket open = connected();
        try {
            open.getOutputStream().write(sample.text().getBytes(StandardCharsets.ISO_8859_1));
            // A head that was changed may not end, or announce another length: this is all that comes, and what comes
            // back
            // after the first answer isn't looked at.
            boolean isWhole = heads.contains(sample.head());
            if (!isWhole) {
                open.shutdownOutput();
            }
            return read(isWhole);
        } catch (SocketException e) {
            close();
            return Ending.CLOSED;
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        return socket;
    }

    private Ending read(boolean canGoOn) throws IOException {
        String first = line();
        if (first.isEmpty()) {
            close();
            return Ending.CLOSED;
        }
        int length = 0;
        boolean isKept = canGoOn;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length: ")) {
                length = Integer.parseInt(header.substring("content-length: ".length()));
            }
            isKept &= !header.equals("connection: close") && !header.startsWith("transfer-encoding");
        }
        int status = Integer.parseInt(first.split(" ")[1]);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!isKept) {
            close();
        }
        Matcher code = CODE.matcher(status < 400 ? "" : body);
        return new Ending(status, code.find() ? code.group(1) : "");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
