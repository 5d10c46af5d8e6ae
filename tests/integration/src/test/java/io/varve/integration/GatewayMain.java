/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.VarveClient;
import io.varve.http.HttpConfig;
import io.varve.http.HttpGateway;
import io.varve.http.call.Endpoint;
import io.varve.http.job.MemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An HTTP gateway without a broker, until its stdin ends. */
final class GatewayMain {
    private static final Endpoint NOTHING =
            call -> CompletableFuture.completedFuture(HttpGateway.text("text/plain", "nothing\n"));

    private GatewayMain() {}

    /** Takes the brokers' addresses; prints its port. */
    public static void main(String[] arguments) throws IOException {
        HttpConfig defaults = HttpConfig.DEFAULTS;
        HttpConfig config = new HttpConfig(
                defaults.host(),
                0,
                defaults.maxBodyBytes(),
                defaults.maxInFlightBytes(),
                defaults.maxConnections(),
                defaults.maxRequests(),
                defaults.maxMembers(),
                defaults.memberIdle(),
                Duration.ofSeconds(5),
                defaults.requestTimeout());
        try (VarveClient client = VarveClient.builder().servers(arguments[0]).build();
                HttpGateway gateway = new HttpGateway(
                        config,
                        client,
                        Optional.empty(),
                        new MemoryJobStore().process("gateway"),
                        Map.of("metrics", NOTHING, "ready", NOTHING))) {
            System.out.println(gateway.address().getPort());
            while (System.in.read() >= 0) {
                // Nothing is asked of it here.
            }
        }
    }
}
