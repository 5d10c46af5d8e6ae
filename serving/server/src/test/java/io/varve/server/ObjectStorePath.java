/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a server to its S3, on good days and on bad ones. */
final class ObjectStorePath implements AutoCloseable {
    /** What a bad day is like. */
    enum Fault {
        NONE,
        /** Nobody listens. */
        DOWN,
        /** Every request is answered with status 503. */
        ANSWERS_503,
        /** Long answers end in the middle. */
        CUTS_BODIES
    }

    /** More than the headers of some short answers, less than any part of an object that is worth reading. */
    private static final int PASSED_BYTES = 16 * 1024;

    private static final int DRAIN_MS = 1_000;
    private static final byte[] ANSWER_503 =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    private ServerSocket listener;

    /** A clear way to a port of the loopback. */
    ObjectStorePath(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket();
        this.port = listen(0);
    }

    /** Where the store seems to be. */
    int port() {
        return port;
    }

    /** From now on; connections that are open end. */
    synchronized void become(Fault next) throws IOException {
        boolean wasDown = fault == Fault.DOWN;
        fault = next;
        if (next == Fault.DOWN) {
            listener.close();
        } else if (wasDown) {
            listener = new ServerSocket();
            int unused = listen(port);
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private int listen(int wanted) throws IOException {
        ServerSocket socket = listener;
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        start(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            if (fault == Fault.ANSWERS_503) {
                refuse(client);
            } else {
                pass(client, fault == Fault.CUTS_BODIES ? PASSED_BYTES : Long.MAX_VALUE);
            }
        } catch (IOException broken) {
            // Its two ends notice.
        } finally {
            open.remove(client);
        }
    }

    /** Whatever is asked; the request is read to its end, or the answer might be lost. */
    private static void refuse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        int lineEnds = 0;
        while (lineEnds < 4) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            lineEnds = next == '\r' || next == '\n' ? lineEnds + 1 : 0;
        }
        client.getOutputStream().write(ANSWER_503);
        client.shutdownOutput();
        client.setSoTimeout(DRAIN_MS);
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void pass(Socket client, long answerBytes) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            start(() -> {
                try (client;
                        server) {
                    server.getOutputStream().flush();
                    client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException broken) {
                    // The other direction ends with it.
                }
            });
            byte[] some = new byte[4096];
            long left = answerBytes;
            int read = server.getInputStream().read(some);
            while (read >= 0 && left > 0) {
                client.getOutputStream().write(some, 0, (int) Math.min(read, left));
                left -= read;
                read = server.getInputStream().read(some);
            }
            open.remove(server);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "object-store-path");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            become(Fault.DOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
