/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether brokers can do all of their work, as they say over HTTP. */
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();

    /** Whether each of them serves what is assigned to it, and to one at least something is. */
    boolean all(List<Member> brokers) throws InterruptedException {
        boolean someServe = false;
        for (Member broker : brokers) {
            JsonNode answer = ask(broker);
            JsonNode missing = answer.path("missing");
            // Shards stay where they are: a broker that comes later may have none.
            boolean idle = missing.size() == 1 && missing.has("shards");
            if (!answer.path("ready").asBoolean() && !idle) {
                return false;
            }
            someServe |= answer.path("ready").asBoolean();
        }
        return someServe;
    }

    private JsonNode ask(Member broker) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + broker.port("http") + "/readyz");
        try {
            String body = http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                    .body();
            return json.readTree(body);
        } catch (IOException e) {
            LOG.debug("{} doesn't answer", broker.name(), e);
            return json.createObjectNode();
        }
    }
}
