/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.varve.client.transport.Address;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of the HTTP API that are about jobs; by the JDK's small client, which is loaded soonest. */
final class JobCalls {
    private static final JsonFactory JSON = new JsonFactory();

    private final Address server;
    private final int timeoutMillis;

    /**
     * At this server.
     *
     * @param server {@code host:port} of its HTTP API
     * @param timeout to connect, and for the answer
     */
    JobCalls(String server, Duration timeout) {
        List<Address> servers = Address.parseList(server);
        if (servers.size() > 1) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "--http takes one server, not " + server);
        }
        this.server = servers.get(0);
        this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    /** All of them, the oldest first. */
    List<Job> list() throws IOException {
        List<Job> jobs = new ArrayList<>();
        try (JsonParser json = ask("GET", "/jobs")) {
            while (json.nextToken() != JsonToken.START_ARRAY) {
                if (!json.hasCurrentToken()) {
                    throw unreadable(null);
                }
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                jobs.add(new Job(fields(json)));
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        return jobs;
    }

    /** How far it is. */
    Job describe(String job) throws IOException {
        return one("GET", job);
    }

    /** Makes it end soon. */
    Job stop(String job) throws IOException {
        return one("DELETE", job);
    }

    private Job one(String method, String job) throws IOException {
        try (JsonParser json = ask(method, "/jobs/" + URLEncoder.encode(job, StandardCharsets.UTF_8))) {
            json.nextToken();
            return new Job(fields(json));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private JsonParser ask(String method, String path) throws IOException {
        HttpURLConnection call = (HttpURLConnection)
                URI.create("http://" + server + path).toURL().openConnection();
        call.setRequestMethod(method);
        call.setConnectTimeout(timeoutMillis);
        call.setReadTimeout(timeoutMillis);
        int status;
        try {
            status = call.getResponseCode();
        } catch (SocketTimeoutException e) {
            throw new VarveException(ErrorCode.TIMEOUT, "no answer from " + server + " in time", e);
        } catch (IOException e) {
            throw new VarveException(
                    ErrorCode.UNREACHABLE,
                    "no server answers HTTP at " + server + " (" + e.getMessage() + "); --http names another",
                    e);
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw problem(status, call.getErrorStream());
        }
        return JSON.createParser(call.getInputStream());
    }

    private VarveException problem(int status, @Nullable InputStream body) throws IOException {
        if (body == null) {
            return new VarveException(ErrorCode.INTERNAL, server + " answers with status " + status);
        }
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            Map<String, String> problem = fields(json);
            ErrorCode code = Arrays.stream(ErrorCode.values())
                    .filter(each -> each.name().equals(problem.get("code")))
                    .findFirst()
                    .orElse(ErrorCode.INTERNAL);
            return new VarveException(code, problem.getOrDefault("detail", "status " + status));
        } catch (JsonProcessingException e) {
            return unreadable(e);
        }
    }

    private VarveException unreadable(@Nullable Throwable cause) {
        return new VarveException(
                ErrorCode.INTERNAL, "what answers at " + server + " is not the HTTP API of a Varve server", cause);
    }

    /** The fields of the object that was just entered, those of inner objects with their own names before them. */
    private static Map<String, String> fields(JsonParser json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            read(json, "", fields);
        }
        return fields;
    }

    private static void read(JsonParser json, String prefix, Map<String, String> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                read(json, name + ".", fields);
            } else if (value == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                fields.put(name, json.getText());
            }
        }
    }
}
