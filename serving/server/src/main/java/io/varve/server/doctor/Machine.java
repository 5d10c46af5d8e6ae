/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.varve.protocol.unit.DataSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server needs of its machine. */
public final class Machine {
    private static final long LEAST_FILES = 10_000;
    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final long TEN_GIB = 10L << 30;

    private Machine() {}

    /** Whether a server can keep its files in this directory. */
    public static Finding directory(Path directory) {
        String check = "data";
        Path there = directory.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.bad(check, directory + " can't be written; set data.dir, or make it this user's");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String text = directory + " has " + human(free) + " left";
            return free < LEAST_FREE_BYTES
                    ? Finding.bad(check, text + ", less than " + human(LEAST_FREE_BYTES) + "; make room")
                    : Finding.ok(check, text);
        } catch (IOException e) {
            return Finding.bad(check, directory + " can't be looked at: " + e.getMessage());
        }
    }

    /**
     * Whether a server can listen there.
     *
     * @param key the setting that names the port
     * @param port 0 is any
     */
    public static Finding port(String key, String host, int port) {
        String check = "port";
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok(check, key + "=" + port + " of " + host + " is free");
        } catch (IOException e) {
            return Finding.bad(
                    check,
                    key + "=" + port + " of " + host + " can't be used: " + e.getMessage()
                            + "; stop who has it, or set another one");
        }
    }

    /** Whether this process, and so a server started in the same way, may open enough files and connections. */
    public static Finding openFiles() {
        String check = "open files";
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return Finding.skipped(check, "this system doesn't tell its limit");
        }
        long limit = system.getMaxFileDescriptorCount();
        return limit < LEAST_FILES
                ? Finding.bad(check, "the limit is " + limit + "; raise it to " + LEAST_FILES + " or more (ulimit -n)")
                : Finding.ok(check, "the limit is " + limit);
    }

    private static String human(long bytes) {
        int unit = bytes >= TEN_GIB ? 30 : 20;
        return new DataSize(bytes >> unit << unit).toString();
    }
}
