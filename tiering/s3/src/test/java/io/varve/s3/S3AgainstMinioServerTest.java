/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStoreContract;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract by the AWS SDK against a MinIO server; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class S3AgainstMinioServerTest extends ObjectStoreContract {
    private static final String BUCKET = "varve-objects";

    @Container
    private static final MinIOContainer SERVER = new MinIOContainer("minio/minio:RELEASE.2025-04-22T22-12-26Z");

    private static int stores;

    @BeforeAll
    static void createBucket() {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(SERVER.getS3URL()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(SERVER.getUserName(), SERVER.getPassword())))
                .build()) {
            s3.createBucket(r -> r.bucket(BUCKET));
        }
    }

    @Override
    protected ObjectStore open() {
        return S3BucketClient.open(
                BucketLocation.parse("s3://" + BUCKET + "/store-" + stores++ + "?endpoint=" + SERVER.getS3URL()),
                Optional.of(new BucketCredentials(SERVER.getUserName(), SERVER.getPassword())));
    }
}
