/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.minio.MinioBucketClient;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.ObjectStore;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.protocol.error.StoreException;
import io.varve.s3.S3BucketClient;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** From what {@code objects.store} says to a store. */
final class ObjectStores {
    private static final String FILE = "file:";
    private static final String S3 = "s3:";

    private ObjectStores() {}

    /**
     * Opens the store.
     *
     * @param ofData the directory that stands for an empty setting
     * @throws InvalidConfiguration for a kind of store that this version doesn't have
     * @throws StartRefused for a bucket that isn't there, or that these credentials don't open
     */
    static ObjectStore open(ObjectsConfig config, Path ofData) throws IOException {
        String store = config.store();
        if (store.isEmpty()) {
            return DirectoryObjectStore.open(ofData);
        }
        if (store.startsWith(FILE)) {
            return DirectoryObjectStore.open(Path.of(store.substring(FILE.length())));
        }
        if (store.startsWith(S3)) {
            return openBucket(store);
        }
        throw new InvalidConfiguration(
                "objects.store=" + store + ": neither file:DIR nor s3://bucket[/prefix][?endpoint=...]");
    }

    private static ObjectStore openBucket(String store) {
        BucketLocation location;
        Optional<BucketCredentials> credentials;
        try {
            location = BucketLocation.parse(store);
            credentials = BucketCredentials.of(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("objects.store: " + e.getMessage());
        }
        try {
            return switch (location.sdk()) {
                case AWS -> S3BucketClient.open(location, credentials);
                case MINIO -> MinioBucketClient.open(location, credentials);
            };
        } catch (StoreException e) {
            throw new StartRefused("objects.store=" + store + ": " + e.getMessage());
        }
    }
}
