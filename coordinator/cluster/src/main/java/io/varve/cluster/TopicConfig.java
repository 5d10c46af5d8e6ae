/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a topic's owner chose for it.
 *
 * @param retentionMs records older than this by append time are removed, in ms; {@link #NAMESPACE_DEFAULT} or {@link #FOR_EVER}
 * @param retentionBytes bytes kept per partition; {@link #NO_LIMIT}
 * @param extra settings of releases that this one doesn't know, kept as they are; at most 64
 */
public record TopicConfig(long retentionMs, long retentionBytes, Map<String, String> extra) {
    /** A {@link #retentionMs}: as the namespace says, 7 days if it doesn't. */
    public static final long NAMESPACE_DEFAULT = 0;
    /** A {@link #retentionMs}: never removed by age. */
    public static final long FOR_EVER = -1;
    /** A {@link #retentionBytes}: never removed by size. */
    public static final long NO_LIMIT = 0;
    /** Nothing chosen. */
    public static final TopicConfig DEFAULT = new TopicConfig(NAMESPACE_DEFAULT, NO_LIMIT, Map.of());

    private static final int MAX_EXTRA = 64;

    /** Checks the ranges: INVALID_ARGUMENT names field, value and limit. */
    public TopicConfig {
        if (retentionMs < FOR_EVER) {
            throw invalid("retention is " + retentionMs + " ms, allowed is -1 (for ever), 0 (default) or more");
        }
        if (retentionBytes < 0) {
            throw invalid("retention is " + retentionBytes + " bytes, allowed is 0 (no limit) or more");
        }
        extra = extra == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(extra));
        if (extra.size() > MAX_EXTRA) {
            throw invalid(extra.size() + " extra settings, allowed are " + MAX_EXTRA);
        }
    }

    /** A choice of retention and nothing else. */
    public TopicConfig(long retentionMs, long retentionBytes) {
        this(retentionMs, retentionBytes, Map.of());
    }

    /** The same with another retention. */
    TopicConfig withRetention(long newRetentionMs, long newRetentionBytes) {
        return new TopicConfig(newRetentionMs, newRetentionBytes, extra);
    }

    private static VarveException invalid(String what) {
        return new VarveException(ErrorCode.INVALID_ARGUMENT, "topic configuration: " + what);
    }
}
