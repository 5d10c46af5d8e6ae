/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.minio;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStoreContract;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The contract by the MinIO SDK against a MinIO server; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MinioAgainstMinioServerTest extends ObjectStoreContract {
    private static final String BUCKET = "varve-objects";

    @Container
    private static final MinIOContainer SERVER = new MinIOContainer("minio/minio:RELEASE.2025-04-22T22-12-26Z");

    private static int stores;

    @BeforeAll
    static void createBucket() throws Exception {
        MinioClient minio = MinioClient.builder()
                .endpoint(SERVER.getS3URL())
                .credentials(SERVER.getUserName(), SERVER.getPassword())
                .build();
        minio.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        minio.close();
    }

    @Override
    protected ObjectStore open() {
        return MinioBucketClient.open(
                BucketLocation.parse("s3://" + BUCKET + "/store-" + stores++ + "?endpoint=" + SERVER.getS3URL()),
                Optional.of(new BucketCredentials(SERVER.getUserName(), SERVER.getPassword())));
    }
}
