/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topic's owner chose for it.
 *
 * @param retentionMs records older than this by append time are removed, in ms; {@link #NAMESPACE_DEFAULT} or {@link #FOR_EVER}
 * @param retentionBytes bytes kept per partition; {@link #NO_LIMIT}
 * @param dedupWindowMs for how long message ids are remembered by append time, in ms; {@link #NO_DEDUP}
 * @param extra settings of releases that this one doesn't know, kept as they are; at most 64
 */
public record TopicConfig(long retentionMs, long retentionBytes, long dedupWindowMs, Map<String, String> extra) {
    /** A {@link #retentionMs}: as the namespace says, 7 days if it doesn't. */
    public static final long NAMESPACE_DEFAULT = 0;
    /** A {@link #retentionMs}: never removed by age. */
    public static final long FOR_EVER = -1;
    /** A {@link #retentionBytes}: never removed by size. */
    public static final long NO_LIMIT = 0;
    /** A {@link #dedupWindowMs}: message ids aren't looked at. */
    public static final long NO_DEDUP = 0;
    /** Nothing chosen. */
    public static final TopicConfig DEFAULT = new TopicConfig(NAMESPACE_DEFAULT, NO_LIMIT, NO_DEDUP, Map.of());

    private static final long MIN_DEDUP_MS = 1_000;
    private static final long MAX_DEDUP_MS = 7 * 24 * 60 * 60 * 1_000L;
    private static final int MAX_EXTRA = 64;

    /** Checks the ranges: INVALID_ARGUMENT names field, value and limit. */
    public TopicConfig {
        if (retentionMs < FOR_EVER) {
            throw invalid("retention is " + retentionMs + " ms, allowed is -1 (for ever), 0 (default) or more");
        }
        if (retentionBytes < 0) {
            throw invalid("retention is " + retentionBytes + " bytes, allowed is 0 (no limit) or more");
        }
        if (dedupWindowMs != NO_DEDUP && (dedupWindowMs < MIN_DEDUP_MS || dedupWindowMs > MAX_DEDUP_MS)) {
            throw invalid("dedup window is " + dedupWindowMs + " ms, allowed is 0 (off) or " + MIN_DEDUP_MS + " to "
                    + MAX_DEDUP_MS);
        }
        extra = extra == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(extra));
        if (extra.size() > MAX_EXTRA) {
            throw invalid(extra.size() + " extra settings, allowed are " + MAX_EXTRA);
        }
    }

    /** From a node; one without a dedup window was written before there were any. */
    @JsonCreator
    static TopicConfig stored(
            @JsonProperty("retentionMs") long retentionMs,
            @JsonProperty("retentionBytes") long retentionBytes,
            @JsonProperty("dedupWindowMs") @Nullable Long dedupWindowMs,
            @JsonProperty("extra") Map<String, String> extra) {
        return new TopicConfig(retentionMs, retentionBytes, dedupWindowMs == null ? NO_DEDUP : dedupWindowMs, extra);
    }

    /** A choice of retention and nothing else. */
    public TopicConfig(long retentionMs, long retentionBytes) {
        this(retentionMs, retentionBytes, NO_DEDUP, Map.of());
    }

    /** The same with another retention and dedup window. */
    TopicConfig with(long newRetentionMs, long newRetentionBytes, long newDedupWindowMs) {
        return new TopicConfig(newRetentionMs, newRetentionBytes, newDedupWindowMs, extra);
    }

    private static VarveException invalid(String what) {
        return new VarveException(ErrorCode.INVALID_ARGUMENT, "topic configuration: " + what);
    }
}
