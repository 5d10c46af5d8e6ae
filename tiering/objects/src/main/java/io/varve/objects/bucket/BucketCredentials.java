/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import java.util.Map;
import java.util.Optional;

/**
 * Keys of our own for a bucket; without them a client library looks where it always does.
 *
 * @param accessKey says who
 * @param secretKey proves it; never logged
 */
public record BucketCredentials(String accessKey, String secretKey) {
    private static final String ACCESS_KEY = "VARVE_S3_ACCESS_KEY";
    private static final String SECRET_KEY = "VARVE_S3_SECRET_KEY";

    /**
     * Those of the environment, if it has any.
     *
     * @throws IllegalArgumentException when one of the two variables is missing
     */
    public static Optional<BucketCredentials> of(Map<String, String> environment) {
        String accessKey = environment.getOrDefault(ACCESS_KEY, "");
        String secretKey = environment.getOrDefault(SECRET_KEY, "");
        if (accessKey.isEmpty() && secretKey.isEmpty()) {
            return Optional.empty();
        }
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new IllegalArgumentException("set both " + ACCESS_KEY + " and " + SECRET_KEY + ", or none of them");
        }
        return Optional.of(new BucketCredentials(accessKey, secretKey));
    }

    /** Says neither of them. */
    @Override
    public String toString() {
        return "BucketCredentials[hidden]";
    }
}
