/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import java.util.Map;
import java.util.Set;

/**
 * Makes drivers for the HTTP API; the servers are one gateway, {@code host:port}. The only setting is {@value #RECORDS}: how many
 * records a producer puts into a request at most, {@value #DEFAULT_RECORDS} unless given.
 */
public final class HttpDriverFactory implements DriverFactory {
    private static final String RECORDS = "recordsPerRequest";
    private static final int DEFAULT_RECORDS = 100;

    /** What a request takes. */
    private static final int MOST_RECORDS = 10_000;

    @Override
    public String name() {
        return "varve-http";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of("wait", "5s", "encoding", "base64", "commits", "every 5s");
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        if (!Set.of(RECORDS).containsAll(settings.keySet())) {
            throw new IllegalArgumentException("the only setting is " + RECORDS + ", not " + settings.keySet());
        }
        int records = Integer.parseInt(settings.getOrDefault(RECORDS, Integer.toString(DEFAULT_RECORDS)));
        if (records < 1 || records > MOST_RECORDS) {
            throw new IllegalArgumentException(RECORDS + " is " + records + "; it goes from 1 to " + MOST_RECORDS);
        }
        return new HttpDriver(new HttpCalls(servers), records);
    }
}
