/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import io.varve.objects.bucket.BucketCredentials;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Whom the SDK says it is. */
final class S3Credentials {
    private S3Credentials() {}

    /** These; without them those of the SDK's usual places: environment, profile, instance. */
    static AwsCredentialsProvider of(Optional<BucketCredentials> credentials) {
        return credentials
                .<AwsCredentialsProvider>map(ours -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ours.accessKey(), ours.secretKey())))
                .orElseGet(() -> inShort(DefaultCredentialsProvider.builder().build()));
    }

    /** When no place has any, the SDK says of each of them why, at length, and not what can be done. */
    static AwsCredentialsProvider inShort(AwsCredentialsProvider search) {
        return () -> {
            try {
                return search.resolveCredentials();
            } catch (SdkClientException e) {
                throw SdkClientException.create(
                        "no credentials found; set VARVE_S3_ACCESS_KEY and VARVE_S3_SECRET_KEY, or put them where the AWS"
                                + " SDK looks for them",
                        e);
            }
        };
    }
}
