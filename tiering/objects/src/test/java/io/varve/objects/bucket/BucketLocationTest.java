/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.objects.bucket.BucketLocation.Sdk;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketLocationTest {
    @Test
    void everyPartIsRead() {
        BucketLocation location = BucketLocation.parse(
                "s3://my-bucket/a/b?endpoint=http://127.0.0.1:9000&region=eu-west-1&path-style=false&sdk=minio");
        assertThat(location)
                .isEqualTo(new BucketLocation(
                        "my-bucket", "a/b", URI.create("http://127.0.0.1:9000"), "eu-west-1", false, Sdk.MINIO));
    }

    @Test
    void aBucketIsEnough() {
        assertThat(BucketLocation.parse("s3://my-bucket"))
                .isEqualTo(new BucketLocation("my-bucket", "", null, null, false, Sdk.AWS));
    }

    @Test
    void anEndpointBringsPathStyleAndARegion() {
        assertThat(BucketLocation.parse("s3://my-bucket/?endpoint=https://s3.example.com"))
                .isEqualTo(new BucketLocation(
                        "my-bucket", "", URI.create("https://s3.example.com"), "us-east-1", true, Sdk.AWS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://my-bucket",
                "s3://my-bucket/p?endpoint=http://127.0.0.1:9000",
                "s3://my-bucket/a/b/?region=x&sdk=minio&path-style=true"
            })
    void whatItSaysIsReadBackTheSame(String text) {
        BucketLocation location = BucketLocation.parse(text);
        assertThat(BucketLocation.parse(location.toString())).isEqualTo(location);
    }

    @ParameterizedTest
    @CsvSource({
        "file:/x, s3://bucket",
        "s3:my-bucket, s3://bucket",
        "s3://UPPER, UPPER",
        "s3://ab, ab",
        "s3://my-bucket/a//b, a//b",
        "s3://my-bucket?colour=red, colour",
        "s3://my-bucket?path-style=yes, 'true or false'",
        "s3://my-bucket?sdk=gcs, 'aws or minio'",
        "s3://my-bucket?endpoint=ftp://x, endpoint",
        "s3://my-bucket?endpoint, name=value"
    })
    void whatIsWrongIsNamed(String text, String named) {
        assertThatThrownBy(() -> BucketLocation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://me:geheim@my-bucket",
                "s3://my-bucket?endpoint=http://me:geheim@127.0.0.1",
                "s3://me:geheim@my bucket"
            })
    void credentialsAreRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> BucketLocation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("geheim");
    }

    @Test
    void credentialsComeFromTheEnvironmentAndAreNeverSaid() {
        assertThat(BucketCredentials.of(Map.of())).isEmpty();
        BucketCredentials credentials = BucketCredentials.of(
                        Map.of("VARVE_S3_ACCESS_KEY", "me", "VARVE_S3_SECRET_KEY", "geheim"))
                .orElseThrow();
        assertThat(credentials.secretKey()).isEqualTo("geheim");
        assertThat(credentials.toString()).doesNotContain("geheim");
        assertThatThrownBy(() -> BucketCredentials.of(Map.of("VARVE_S3_ACCESS_KEY", "me")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VARVE_S3_SECRET_KEY");
    }
}
