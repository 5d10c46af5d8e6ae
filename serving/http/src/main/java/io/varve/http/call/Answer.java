/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** What goes back to a caller. Immutable. */
public final class Answer {
    private static final JsonFactory JSON = new JsonFactory();

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final Runnable lost;

    private Answer(int status, String contentType, byte[] body, Map<String, String> headers, Runnable lost) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
        this.lost = lost;
    }

    /** Writes a JSON value. */
    public interface Json {
        /** Writes one value. */
        void write(JsonGenerator json) throws IOException;
    }

    /** Text or bytes. */
    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, Map.of(), () -> {});
    }

    /** A JSON value. */
    public static Answer json(int status, Json value) {
        return of(status, "application/json", bytes(value));
    }

    /** Nothing: 204. */
    public static Answer none() {
        return of(204, "", new byte[0]);
    }

    /** The same with one more header. */
    public Answer header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, Map.copyOf(more), lost);
    }

    /** The same, telling somebody if it can't be sent. */
    public Answer whenLost(Runnable told) {
        return new Answer(status, contentType, body, headers, told);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Of the body; empty if there is none. */
    public String contentType() {
        return contentType;
    }

    /** The body; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Headers besides the content type. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Called, on any thread, if it couldn't be sent whole. */
    public Runnable lost() {
        return lost;
    }

    /** A JSON value and a line end, so that it reads well in a terminal. */
    public static byte[] bytes(Json value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            value.write(json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("JSON is written into memory", e);
        }
        return bytes.toByteArray();
    }
}
