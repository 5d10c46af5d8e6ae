/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** The lines that a process writes, told to whoever waits for one when it is written. Safe for any thread. */
final class ProcessLines {
    private static final int KEPT = 200;

    private record Watch(Predicate<String> wanted, CompletableFuture<String> seen) {}

    private final String name;
    private final PrintWriter copy;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final List<Watch> watches = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean end;

    /**
     * Reads until the process closes the stream.
     *
     * @param copy gets every line; closed by its owner
     */
    ProcessLines(String name, InputStream stream, PrintWriter copy) {
        this.name = name;
        this.copy = copy;
        Thread reader = new Thread(() -> read(stream), name);
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line that is wanted, from now on; completed on the thread that reads, before it reads on. */
    CompletableFuture<String> next(Predicate<String> wanted) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        synchronized (watches) {
            if (end) {
                seen.completeExceptionally(new IOException(name + " ended"));
            } else {
                watches.add(new Watch(wanted, seen));
            }
        }
        return seen;
    }

    /** Completes when the stream has ended and everything in it was read. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** The last lines, for messages. */
    String tail() {
        synchronized (last) {
            return String.join("\n", last);
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // Closed under our hands when the process was killed: the end as well.
            take("(" + name + ": " + e.getMessage() + ")");
        } catch (UncheckedIOException | CompletionException e) {
            take("(" + name + ": " + e + ")");
        } finally {
            List<Watch> left;
            synchronized (watches) {
                end = true;
                left = List.copyOf(watches);
                watches.clear();
            }
            left.forEach(watch -> watch.seen().completeExceptionally(new IOException(name + " ended")));
            ended.complete(null);
        }
    }

    private void take(String line) {
        List<Watch> met = new ArrayList<>();
        synchronized (watches) {
            watches.removeIf(watch -> watch.wanted().test(line) && met.add(watch));
        }
        met.forEach(watch -> watch.seen().complete(line));
        copy.println(line);
        synchronized (last) {
            last.add(line);
            if (last.size() > KEPT) {
                last.remove();
            }
        }
        if (line.contains("LEAK: ")) {
            // The build looks for this in what tests print, and fails.
            System.out.println(name + ": " + line);
        }
    }
}
