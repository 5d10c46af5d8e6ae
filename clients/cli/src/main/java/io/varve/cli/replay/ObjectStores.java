/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.minio.MinioBucketClient;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.ObjectStore;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.s3.S3BucketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens object stores to read them, by their locations. */
public final class ObjectStores {
    private static final String FILE = "file:";
    private static final String S3 = "s3:";

    private ObjectStores() {}

    /**
     * Opens a store that is there; credentials of a bucket come from the environment.
     *
     * @throws IOException if a directory isn't there
     * @throws VarveException INVALID_ARGUMENT for what is no location
     */
    public static ObjectStore open(String location) throws IOException {
        if (location.startsWith(FILE)) {
            Path directory = Path.of(location.substring(FILE.length()));
            if (!Files.isDirectory(directory)) {
                throw new IOException(directory + ": no such directory");
            }
            return DirectoryObjectStore.open(directory);
        }
        if (!location.startsWith(S3)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + location + "' is neither file:DIR nor s3://bucket[/prefix][?endpoint=...]");
        }
        try {
            BucketLocation bucket = BucketLocation.parse(location);
            Optional<BucketCredentials> credentials = BucketCredentials.of(System.getenv());
            return switch (bucket.sdk()) {
                case AWS -> S3BucketClient.open(bucket, credentials);
                case MINIO -> MinioBucketClient.open(bucket, credentials);
            };
        } catch (IllegalArgumentException e) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, location + ": " + e.getMessage(), e);
        }
    }
}
