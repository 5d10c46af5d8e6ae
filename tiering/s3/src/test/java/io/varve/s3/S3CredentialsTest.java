/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.objects.bucket.BucketCredentials;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3CredentialsTest {

    @Test
    void oursGoBeforeAllThatTheSdkFinds() {
        assertThat(S3Credentials.of(Optional.of(new BucketCredentials("who", "proof")))
                        .resolveCredentials()
                        .accessKeyId())
                .isEqualTo("who");
    }

    @Test
    void withoutAnyItSaysInShortWhatToSet() {
        var search = S3Credentials.inShort(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain ...");
        });
        assertThatThrownBy(search::resolveCredentials)
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith("no credentials found; set VARVE_S3_ACCESS_KEY and VARVE_S3_SECRET_KEY");
    }
}
