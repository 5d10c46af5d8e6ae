/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStoreContract;
import io.varve.objects.bucket.BucketCredentials;
import io.varve.objects.bucket.BucketLocation;
import io.varve.objects.bucket.S3ProxyProcess;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract by the AWS SDK against S3Proxy in a process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectStoreTest extends ObjectStoreContract {
    private S3ProxyProcess server;
    private int stores;

    @BeforeAll
    void startServer(@TempDir Path directory) throws IOException {
        server = S3ProxyProcess.start(directory);
        server.createBucket("varve-objects");
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
    }

    @Override
    protected ObjectStore open() {
        return S3BucketClient.open(
                server.location("varve-objects", "store-" + stores++), Optional.of(S3ProxyProcess.CREDENTIALS));
    }

    @Test
    void aBucketThatIsNotThereIsNotFound() {
        BucketLocation missing = server.location("missing-bucket", "");
        assertThatThrownBy(() -> S3BucketClient.open(missing, Optional.of(S3ProxyProcess.CREDENTIALS)))
                .isInstanceOf(StoreException.NotFound.class)
                .hasMessageContaining("missing-bucket");
    }

    @Test
    void wrongCredentialsAreRefusedAndNotTold() {
        BucketLocation location = server.location("varve-objects", "");
        BucketCredentials wrong = new BucketCredentials("somebody", "very-secret-key");
        assertThatThrownBy(() -> S3BucketClient.open(location, Optional.of(wrong)))
                .isInstanceOf(StoreException.Unavailable.class)
                .message()
                .doesNotContain("very-secret-key");
    }

    @Test
    void aServiceThatIsNotThereMayComeLater() throws Exception {
        BucketLocation nowhere = BucketLocation.parse("s3://varve-objects?endpoint=http://127.0.0.1:1");
        try (ObjectStore store = S3BucketClient.open(nowhere, Optional.of(S3ProxyProcess.CREDENTIALS))) {
            assertThatThrownBy(() -> store.size("some/key").join())
                    .hasCauseInstanceOf(StoreException.Unavailable.class);
        }
    }
}
