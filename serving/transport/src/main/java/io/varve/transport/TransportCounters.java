/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the native protocol's side of a broker has done since it started. Any thread. */
public final class TransportCounters {
    private final Map<CommandType, LongAdder> requests = adders(CommandType.class);
    private final Map<CommandType, Map<ErrorCode, LongAdder>> failures = new EnumMap<>(CommandType.class);
    private final LongAdder producedBytes = new LongAdder();
    private final LongAdder pushedBytes = new LongAdder();
    private final LongAdder readerPauses = new LongAdder();
    private final AtomicInteger connections = new AtomicInteger();

    /** Nothing has happened yet. */
    TransportCounters() {
        for (CommandType type : CommandType.values()) {
            failures.put(type, adders(ErrorCode.class));
        }
    }

    /** Requests of a type that were taken in. */
    public long requests(CommandType type) {
        return of(requests, type).sum();
    }

    /** Requests of a type that were refused or failed with a code; of CONNECTION: connections that ended with it. */
    public long failures(CommandType type, ErrorCode code) {
        return of(of(failures, type), code).sum();
    }

    /** The same of all types. */
    public long failures(ErrorCode code) {
        return Arrays.stream(CommandType.values())
                .mapToLong(type -> failures(type, code))
                .sum();
    }

    /** Bytes of batches that came in, accepted or not. */
    public long producedBytes() {
        return producedBytes.sum();
    }

    /** Bytes of batches that were pushed to readers. */
    public long pushedBytes() {
        return pushedBytes.sum();
    }

    /** How often a reader had to wait because its client took less than it was sent. */
    public long readerPauses() {
        return readerPauses.sum();
    }

    /** Connections that are open. */
    public int connections() {
        return connections.get();
    }

    void requested(CommandType type, int payloadBytes) {
        of(requests, type).increment();
        producedBytes.add(payloadBytes);
    }

    void failed(CommandType type, ErrorCode code) {
        of(of(failures, type), code).increment();
    }

    void pushed(int bytes) {
        pushedBytes.add(bytes);
    }

    void readerPaused() {
        readerPauses.increment();
    }

    int opened() {
        return connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> keys) {
        Map<K, LongAdder> adders = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }

    private static <K, V> V of(Map<K, V> values, K key) {
        return Objects.requireNonNull(values.get(key));
    }
}
