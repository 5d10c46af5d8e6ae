/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.driver.Driver;
import io.varve.bench.load.Load;
import io.varve.bench.varve.VarveDriverFactory;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.VarveClient;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cluster under load, and what was made in it, which goes in the end. For one thread, but for {@link #stop}. */
final class BenchSession implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Map<String, String> settings;
    private final boolean keeping;
    private final VarveClient client;
    private final Driver driver;
    private final List<String> topics = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private volatile @Nullable Load present;

    private BenchSession(
            Terminal terminal, Map<String, String> settings, boolean keeping, VarveClient client, Driver driver) {
        this.terminal = terminal;
        this.settings = settings;
        this.keeping = keeping;
        this.client = client;
        this.driver = driver;
    }

    /** Connects, with these settings of the client that carries the load. */
    static BenchSession open(ServerOptions options, Terminal terminal, Map<String, String> settings, boolean keeping) {
        VarveClient client = options.connect(REQUEST_TIMEOUT);
        try {
            Driver driver = new VarveDriverFactory().open(options.servers(), settings);
            return new BenchSession(terminal, settings, keeping, client, driver);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** A client for everything but the load. */
    VarveClient client() {
        return client;
    }

    /** What carries the load. */
    Driver driver() {
        return driver;
    }

    /** Runs a workload, and shows on a terminal how it goes. */
    Result run(Workload workload) {
        return run(workload, driver);
    }

    /** The same through another driver. */
    Result run(Workload workload, Driver through) {
        Load load = new Load(VarveDriverFactory.NAME, settings, through);
        present = load;
        try (LiveLine line = new LiveLine(terminal, workload) {
            @Override
            public void making(List<String> newTopics, List<String> newGroups) {
                topics.addAll(newTopics);
                groups.addAll(newGroups);
            }
        }) {
            return load.run(workload, line);
        }
    }

    /** Ends the present run soon. */
    void stop() {
        Load load = present;
        if (load != null) {
            load.stop();
        }
    }

    /** Deletes what was made and isn't kept. */
    @Override
    public void close() {
        driver.close();
        deleteAll(groups, client.admin()::deleteGroupAsync);
        if (!keeping) {
            // Not kept: gigabytes of nothing would stay for days.
            deleteAll(topics, topic -> client.admin().deleteTopicAsync(topic, true, false));
        } else if (!topics.isEmpty()) {
            terminal.notice("kept topic " + String.join(", ", topics));
        }
        client.close();
    }

    /** What isn't there any more, or wasn't made after all, is no problem. */
    private void deleteAll(List<String> names, Function<String, ? extends CompletableFuture<?>> delete) {
        List<? extends CompletableFuture<?>> deletions =
                names.stream().map(delete).toList();
        for (int i = 0; i < names.size(); i++) {
            try {
                deletions.get(i).join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof VarveException varve) || !isAbsent(varve.code())) {
                    terminal.notice(names.get(i) + " is left behind: " + e.getCause());
                }
            }
        }
    }

    private static boolean isAbsent(ErrorCode code) {
        return code == ErrorCode.TOPIC_NOT_FOUND || code == ErrorCode.GROUP_NOT_FOUND;
    }
}
