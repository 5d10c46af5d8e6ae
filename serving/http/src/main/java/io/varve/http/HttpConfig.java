/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import io.varve.http.job.JobRunner;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.source.Splits;
import java.time.Duration;

/**
 * The HTTP port.
 *
 * @param host address to bind
 * @param port 0 = the system picks
 * @param maxBodyBytes of one request's body, unpacked
 * @param maxInFlightBytes of the bodies of all requests that aren't answered yet, and as much of answers on their way
 * @param maxConnections beyond which new ones are closed
 * @param maxRequests under way at a time, long polls included; beyond it they are refused
 * @param maxMembers of groups that are kept for callers at a time
 * @param memberIdle after so long without a poll or commit a member leaves its group
 * @param sessionTimeout after so long the group gives a member's partitions to others when this server is gone; 5 s to 5 min
 * @param requestTimeout for a request to come in whole, for its work besides waiting for records, and for its answer to go out
 */
public record HttpConfig(
        String host,
        int port,
        int maxBodyBytes,
        long maxInFlightBytes,
        int maxConnections,
        int maxRequests,
        int maxMembers,
        Duration memberIdle,
        Duration sessionTimeout,
        Duration requestTimeout) {
    /** Loopback, port 7680; 8 MiB a body, 64 MiB of all; 10,000 connections, 8,192 requests, 4,096 members. */
    public static final HttpConfig DEFAULTS = new HttpConfig(
            "127.0.0.1",
            7680,
            8 << 20,
            64 << 20,
            10_000,
            8_192,
            4_096,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));

    /**
     * Direct memory that replay jobs take at most, all that run together, whatever the configuration says. It stands here because
     * it is asked for before there is a log, which classes that log would set up on their own.
     */
    public static long jobsBytes() {
        return JobRunner.MOST_RUNNING * Splits.mostBytes(ReplayRequest.PARALLEL);
    }

    /** Checks the ranges. */
    public HttpConfig {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        atLeast("max-body-bytes", maxBodyBytes, 1024);
        atLeast("max-in-flight-bytes", maxInFlightBytes, maxBodyBytes);
        atLeast("max-connections", maxConnections, 1);
        atLeast("max-requests", maxRequests, 1);
        atLeast("max-members", maxMembers, 1);
        atLeast("member-idle in ms", memberIdle.toMillis(), 1);
        atLeast("session-timeout in ms", sessionTimeout.toMillis(), 5_000);
        atLeast("request-timeout in ms", requestTimeout.toMillis(), 1);
        if (sessionTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("session-timeout must be 5 s to 5 min, not " + sessionTimeout);
        }
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", not " + value);
        }
    }
}
