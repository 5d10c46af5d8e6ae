/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.call;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a request isn't done, as RFC 9457 has it: {@code application/problem+json} with type, title, status and detail, and of our
 * own the stable code, whether the same request may succeed later, and where in the body the mistake is.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final ErrorCode code;
    private final String detail;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    /** A problem with a status of its own. */
    public Problem(int status, ErrorCode code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /** A problem with the status of its code. */
    public Problem(ErrorCode code, String detail) {
        this(status(code), code, detail);
    }

    /**
     * What a failure is to a caller: itself, if it is one; what the cluster refused, by its code; stored data that is damaged,
     * with the place of the damage; else a defect.
     */
    public static Problem of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof VarveException e) {
            return new Problem(e.code(), String.valueOf(e.getMessage()));
        }
        if (cause instanceof StoreException.Damaged) {
            return new Problem(ErrorCode.DAMAGED, String.valueOf(cause.getMessage()));
        }
        return new Problem(ErrorCode.INTERNAL, "a defect of the server; its log says more");
    }

    /** The status that stands for a code. */
    public static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT, INVALID_NAME -> 400;
            case TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, GROUP_NOT_FOUND, NAMESPACE_NOT_FOUND -> 404;
            case TOPIC_EXISTS, NAMESPACE_EXISTS, STALE_MEMBER_EPOCH, UNKNOWN_MEMBER -> 409;
            case RECORD_TOO_LARGE, BATCH_TOO_LARGE -> 413;
            case OFFSET_OUT_OF_RANGE, TIME_BEFORE_HISTORY -> 416;
            case INVALID_COMMIT -> 422;
            case UNKNOWN_OUTCOME, TIMEOUT -> 504;
            case STORAGE_FULL -> 507;
            case CLOSED -> 503;
            case UNSUPPORTED_VERSION, STALE_PRODUCER_EPOCH -> 500;
            // What a later version adds is the caller's, passing, or ours, as the code itself says.
            default -> code.retriable() ? 503 : code.actor() == ErrorCode.Actor.USER ? 400 : 500;
        };
    }

    /** The same with one more member; a String, Number, Boolean or {@link Answer.Json}. */
    public Problem with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** What happened, to whom it may concern. */
    public String detail() {
        return detail;
    }

    /** A member of {@link #with}, or null. */
    public @Nullable Object member(String name) {
        return members.get(name);
    }

    /** It as an answer. */
    public Answer answer() {
        byte[] body = Answer.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", "urn:varve:" + code.name());
            json.writeStringField("title", title());
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code.name());
            json.writeBooleanField("retriable", code.retriable());
            for (Map.Entry<String, Object> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        });
        Answer answer = Answer.of(status, "application/problem+json", body);
        return status == 503 ? answer.header("retry-after", "1") : answer;
    }

    /** The short form inside another answer: code, detail, retriable. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", code.name());
        json.writeStringField("detail", detail);
        json.writeBooleanField("retriable", code.retriable());
        json.writeEndObject();
    }

    private String title() {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Answer.Json form) {
            form.write(json);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
        }
    }
}
