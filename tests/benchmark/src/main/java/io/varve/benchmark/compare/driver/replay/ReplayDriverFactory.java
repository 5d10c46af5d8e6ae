/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.replay;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import io.varve.bench.varve.ReplayDriver;
import io.varve.bench.varve.VarveDriverFactory;
import io.varve.client.VarveClient;
import io.varve.objects.ObjectStore;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.replay.plan.ReplayRequest;
import io.varve.s3.S3BucketClient;
import java.util.Map;
import java.util.Optional;

/** Makes drivers for replays; the servers are a broker, {@code host:port}, and a bucket that takes anybody, with a comma between. */
public final class ReplayDriverFactory implements DriverFactory {
    private static final BucketCredentials ANYBODY = new BucketCredentials("anybody", "not-a-secret");

    @Override
    public String name() {
        return "varve-replay";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of("parallel", Integer.toString(ReplayRequest.PARALLEL));
    }

    /** The driver's parts are left open when it is closed: its process ends then. */
    @Override
    public Driver open(String servers, Map<String, String> settings) {
        String[] parts = servers.split(",");
        if (parts.length != 2) {
            throw new IllegalArgumentException("servers are a broker and a bucket, not " + servers);
        }
        ObjectStore store = S3BucketClient.open(BucketLocation.parse(parts[1]), Optional.of(ANYBODY));
        VarveClient client =
                VarveClient.builder().servers(parts[0]).clientId("replay").build();
        Driver varve = new VarveDriverFactory().open(parts[0], settings);
        return new ReplayDriver(varve, client, store, ReplayRequest.PARALLEL);
    }
}
