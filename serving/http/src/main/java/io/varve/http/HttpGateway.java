/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import io.varve.client.VarveClient;
import io.varve.http.admin.ClusterAdmin;
import io.varve.http.admin.DeletedTopicAdmin;
import io.varve.http.admin.GroupAdmin;
import io.varve.http.admin.NamespaceAdmin;
import io.varve.http.admin.TopicAdmin;
import io.varve.http.call.Answer;
import io.varve.http.call.Endpoint;
import io.varve.http.document.ApiDocument;
import io.varve.http.job.JobCounters;
import io.varve.http.job.JobStore;
import io.varve.http.poll.Commit;
import io.varve.http.poll.Members;
import io.varve.http.poll.Poll;
import io.varve.http.publish.Producers;
import io.varve.http.publish.Publish;
import io.varve.http.read.ReadPartition;
import io.varve.http.replay.ReplayTopic;
import io.varve.http.server.Counters;
import io.varve.http.server.GatewayServer;
import io.varve.objects.ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of a cluster. Any gateway serves any topic, since it does what it does by a client; it keeps nothing that has to
 * last, and its jobs are the cluster's, so its death loses nothing that was answered.
 */
public final class HttpGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);

    /** The longest wait of a poll, as the document has it, and a margin. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(35);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService work;
    private final Members members;
    private final ReplayTopic replays;
    private final GatewayServer server;

    /**
     * Binds and answers from now on.
     *
     * @param client is its owner's, who closes it later
     * @param objects where replays read what is tiered, if that can be read here; borrowed
     * @param jobs where the cluster keeps its jobs; borrowed
     * @param operator what this server tells about itself: endpoints {@code metrics} and {@code ready}
     * @throws IOException when the port can't be bound
     */
    public HttpGateway(
            HttpConfig config,
            VarveClient client,
            Optional<ObjectStore> objects,
            JobStore jobs,
            Map<String, Endpoint> operator)
            throws IOException {
        work = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), new WorkThreads());
        members = new Members(
                client, new Members.Limits(config.maxMembers(), config.memberIdle(), config.sessionTimeout()), work);
        Producers producers = new Producers(client, config.requestTimeout());
        replays = new ReplayTopic(client, objects, jobs);
        ApiDocument document = ApiDocument.load();

        Map<String, Endpoint> endpoints = new HashMap<>(operator);
        endpoints.put("health", call -> CompletableFuture.completedFuture(text("text/plain; charset=utf-8", "ok\n")));
        endpoints.put(
                "document",
                call -> CompletableFuture.completedFuture(Answer.of(200, "application/json", document.text())));
        endpoints.put("publish", new Publish(producers));
        endpoints.put("readPartition", new ReadPartition(client, config.requestTimeout(), work));
        endpoints.put("poll", new Poll(members, work));
        endpoints.put("commit", new Commit(members));
        endpoints.putAll(new TopicAdmin(client.admin()).endpoints());
        endpoints.putAll(new DeletedTopicAdmin(client.admin()).endpoints());
        endpoints.putAll(new NamespaceAdmin(client.admin()).endpoints());
        endpoints.putAll(new GroupAdmin(client.admin()).endpoints());
        endpoints.putAll(new ClusterAdmin(client.admin()).endpoints());
        endpoints.putAll(replays.endpoints());
        try {
            server = new GatewayServer(
                    config.host(),
                    config.port(),
                    new GatewayServer.Limits(
                            config.maxBodyBytes(),
                            config.maxInFlightBytes(),
                            config.maxConnections(),
                            config.maxRequests(),
                            config.requestTimeout(),
                            config.requestTimeout(),
                            config.requestTimeout().multipliedBy(2).plus(LONGEST_WAIT)),
                    document,
                    endpoints,
                    work,
                    List.of(producers::sweep, members::sweep, replays::sweep));
        } catch (IOException | RuntimeException e) {
            work.shutdown();
            throw e;
        }
    }

    /** Text as an answer. */
    public static Answer text(String contentType, String text) {
        return Answer.of(200, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** How its requests went. */
    public Counters counters() {
        return server.counters();
    }

    /** Connections that are open. */
    public int connections() {
        return server.connections();
    }

    /** Requests that are under way. */
    public int requests() {
        return server.requests();
    }

    /** Bytes of their bodies. */
    public long bodyBytes() {
        return server.bodyBytes();
    }

    /** Bytes of large answers that callers haven't taken yet. */
    public long answerBytes() {
        return server.answerBytes();
    }

    /** Members of groups that are kept for callers. */
    public int members() {
        return members.size();
    }

    /** Replay jobs: those of the cluster, and what they did here. */
    public JobCounters jobs() {
        return replays.counters();
    }

    /** Jobs are left to other gateways; who waits is answered; members leave their groups; then connections are closed. */
    @Override
    public void close() {
        replays.close();
        await(members.close(CLOSE_PATIENCE), "members didn't leave their groups, which put them out later");
        await(server.close(), "the HTTP server didn't stop in time");
        work.shutdown();
    }

    private static void await(CompletableFuture<?> future, String otherwise) {
        try {
            future.get(CLOSE_PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class WorkThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "varve-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
