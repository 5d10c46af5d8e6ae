/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.peer.Checkout;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All systems, by name. */
public final class Recipes {
    /** Names of all, in the order of tables. */
    public static final List<String> NAMES = List.of(
            "varve",
            "varve-tiering",
            "varve-cluster",
            "varve-cluster-tiering",
            "varve-s3",
            "kafka",
            "kafka-fsync",
            "pulsar");

    private Recipes() {}

    /** Makes recipes; fetches the software of peers that isn't there. */
    public static Map<String, SystemRecipe> of(Collection<String> names, Checkout checkout)
            throws IOException, InterruptedException {
        Map<String, SystemRecipe> recipes = new LinkedHashMap<>();
        for (String name : names) {
            recipes.put(name, of(name, checkout));
        }
        return recipes;
    }

    private static SystemRecipe of(String name, Checkout checkout) throws IOException, InterruptedException {
        return switch (name) {
            case "varve" -> VarveStandalone.overDirectory(name, checkout, true);
            case "varve-tiering" -> VarveStandalone.overDirectory(name, checkout, false);
            case "varve-s3" -> VarveStandalone.overS3(name, checkout);
            case "varve-cluster" -> new VarveCluster(name, checkout, true);
            case "varve-cluster-tiering" -> new VarveCluster(name, checkout, false);
            case "kafka" -> KafkaCluster.of(name, checkout, false);
            case "kafka-fsync" -> KafkaCluster.of(name, checkout, true);
            case "pulsar" -> PulsarStandalone.of(name, checkout);
            default -> throw new IllegalArgumentException("no system is called " + name + "; there are " + NAMES);
        };
    }
}
