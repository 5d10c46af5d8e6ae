/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.cli.run.Terminal;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import io.varve.replay.plan.ObjectRows;
import io.varve.replay.plan.ReplayPlan;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where objects are read, and whether they are all there is. */
final class ObjectsOptions {
    @Option(
            names = "--object-store",
            paramLabel = "URI",
            description =
                    "Where objects are, as seen from here: file:DIR or s3://bucket[/prefix][?endpoint=...], credentials"
                            + " in VARVE_S3_ACCESS_KEY and VARVE_S3_SECRET_KEY. Default: where the brokers say; if that"
                            + " can't be read from here, all comes through the brokers.")
    private @Nullable String location;

    @Option(
            names = "--objects-only",
            description = "Asks no broker, and replays what the objects have; with --object-store.")
    boolean only;

    @Option(
            names = "--cluster",
            paramLabel = "UUID",
            description = "Whose objects, if the store has those of several clusters; with --objects-only.")
    private @Nullable UUID cluster;

    /** Refuses options that don't go together. */
    void check(CommandLine command) {
        if (only && location == null) {
            throw new ParameterException(command, "--objects-only needs --object-store, which says where they are");
        }
        if (cluster != null && !only) {
            throw new ParameterException(
                    command, "--cluster is for --objects-only; brokers know whose objects they read");
        }
    }

    /** The store of {@code --object-store}. */
    ObjectStore open() throws IOException {
        return ObjectStores.open(String.valueOf(location));
    }

    /** Where the tiered records of a plan that brokers made are read; null when there is no place that can be reached from here. */
    @Nullable
    ObjectStore open(ReplayPlan plan, Terminal terminal) throws IOException {
        if (location != null) {
            return open();
        }
        if (plan.objectStore().isEmpty()) {
            return null;
        }
        try {
            return ObjectStores.open(plan.objectStore());
        } catch (IOException | VarveException | StoreException e) {
            terminal.notice("the brokers' object store " + plan.objectStore() + " can't be opened from here ("
                    + e.getMessage() + "); all comes through the brokers. --object-store says how to reach it");
            return null;
        }
    }

    /** Whose objects: those of the only cluster that has some, unless {@code --cluster} says it. */
    UUID cluster(ObjectStore store) {
        if (cluster != null) {
            return cluster;
        }
        Set<UUID> clusters = ObjectRows.clusters(store);
        if (clusters.size() != 1) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    clusters.isEmpty()
                            ? "no objects in " + store.location()
                            : store.location() + " has objects of the clusters " + clusters + "; --cluster says which");
        }
        return clusters.iterator().next();
    }
}
