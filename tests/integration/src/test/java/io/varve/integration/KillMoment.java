/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.VarveClient;
import io.varve.client.admin.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** When a server is killed. It says when the moment has come; its successor shows that the moment was not over. */
enum KillMoment {
    /** The next ledger is listed, the end of the present one isn't recorded: both are for the successor to recover. */
    DURING_ROLL {
        @Override
        Kill strike(ServerProcess server, VarveClient client) throws Exception {
            String seen = server.nextLogLine(line -> line.contains(" roll shard="))
                    .thenCompose(roll -> server.nextLogLine(
                            line -> line.contains(" ledger listed shard=" + group(SHARD, roll) + " ")))
                    .thenApply(listed -> {
                        server.strike();
                        return listed;
                    })
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Pattern opened = Pattern.compile(" shard opened shard=" + group(SHARD, seen) + " .*recovered=[2-9]");
            return ended(
                    server,
                    seen,
                    line -> line.contains(" segment sealed shard=" + group(SHARD, seen) + " epoch="),
                    line -> opened.matcher(line).find());
        }
    },
    /** A segment is being copied to objects: its successor copies it again. */
    DURING_TIERING {
        @Override
        Kill strike(ServerProcess server, VarveClient client) throws Exception {
            Set<Long> known = tiering(client);
            List<Long> begun = new ArrayList<>();
            Eventually.holds("a segment begins to be tiered", PATIENCE, () -> {
                begun.addAll(tiering(client));
                begun.removeAll(known);
                return !begun.isEmpty();
            });
            Predicate<String> tiered = line -> line.contains(" segment tiered ledger=" + begun.get(0) + " ");
            server.strike();
            return ended(server, "tier status: ledger " + begun.get(0) + " is being tiered", tiered, tiered);
        }

        private Set<Long> tiering(VarveClient client) {
            return client.admin().tierStatus().segments().stream()
                    .filter(segment -> segment.state() == Segment.State.TIERING)
                    .map(Segment::ledgerId)
                    .collect(Collectors.toSet());
        }
    },
    /** The copy is recorded for good, its ledger is still there: giving it up is left to the successor. */
    AFTER_TIERED {
        @Override
        Kill strike(ServerProcess server, VarveClient client) throws Exception {
            String seen = server.nextLogLine(line -> line.contains(" segment tiered "))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String ledger = group(LEDGER, seen);
            // Status is answered when the state that it tells of is confirmed.
            Eventually.holds(
                    "ledger " + ledger + " is tiered", PATIENCE, () -> client.admin().tierStatus().segments().stream()
                            .filter(segment -> Long.toString(segment.ledgerId()).equals(ledger))
                            .allMatch(segment -> segment.state() == Segment.State.TIERED));
            server.strike();
            Predicate<String> dropped = names("ledgers dropped", ledger);
            return ended(server, seen, dropped, dropped);
        }
    },
    /** The shard's node has given ledgers up, which BookKeeper still has, or the node still names: the successor deletes them. */
    DURING_LEDGER_DELETION {
        @Override
        Kill strike(ServerProcess server, VarveClient client) throws Exception {
            String seen = server.nextLogLine(line -> line.contains(" ledgers dropped "))
                    .thenApply(line -> {
                        server.strike();
                        return line;
                    })
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Predicate<String> deleted = names("ledgers deleted", group(FIRST_LEDGER, seen));
            return ended(server, seen, deleted, deleted);
        }
    },
    /** At once. */
    ANY_TIME {
        @Override
        Kill strike(ServerProcess server, VarveClient client) throws Exception {
            server.strike();
            return ended(server, "nothing to wait for", line -> false, line -> line.contains(" shard opened "));
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SHARD = Pattern.compile(" shard=(\\d+) ");
    private static final Pattern LEDGER = Pattern.compile(" ledger=(\\d+) ");
    private static final Pattern FIRST_LEDGER = Pattern.compile(" ledgers=\\[(\\d+)");

    /**
     * What happened.
     *
     * @param seen what told that the moment had come
     * @param over whether the server itself said before it died that the moment was over
     * @param aftermath the line in the log of the next server which shows that the moment was not over
     */
    record Kill(String seen, boolean over, Predicate<String> aftermath) {}

    /** Waits for the moment, kills the server and returns when it is dead. */
    abstract Kill strike(ServerProcess server, VarveClient client) throws Exception;

    private static String group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            throw new AssertionError("not " + pattern + ": " + line);
        }
        return matcher.group(1);
    }

    private static Predicate<String> names(String event, String ledger) {
        Pattern line = Pattern.compile(" " + event + " .*ledgers=\\[([0-9, ]* )?" + ledger + "[],]");
        return text -> line.matcher(text).find();
    }

    private static Kill ended(ServerProcess server, String seen, Predicate<String> over, Predicate<String> aftermath)
            throws Exception {
        int code = server.exitCode();
        if (code != 137) {
            throw new AssertionError("exit code " + code + ": " + server.tail());
        }
        String last = server.complaints();
        boolean isOver = last.substring(Math.max(0, last.indexOf(seen))).lines().anyMatch(over);
        return new Kill(seen, isOver, aftermath);
    }
}
