/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStore.Upload;
import io.varve.objects.ObjectStoreContract;
import io.varve.objects.bucket.MemoryBucketClient.Ending;
import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketStoreTest extends ObjectStoreContract {
    private static final int SMALL = 1000;
    private static final int LARGE = 17 * MIB;

    private final MemoryBucketClient client = new MemoryBucketClient();

    @Override
    protected ObjectStore open() {
        return new BucketStore(BucketLocation.parse("s3://bucket/some/prefix"), client);
    }

    @Test
    void keysInTheBucketBeginWithThePrefix() throws Exception {
        put("a/b", random(10, 1));
        assertThat(client.head("some/prefix/a/b")).isPresent();
        assertThat(client.head("a/b")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"ANSWER_LOST", "REPEATED"})
    void anObjectWithOurTokenIsOurs(Ending ending) throws Exception {
        client.ending = ending;
        put("small", random(SMALL, 2));
        put("large", random(LARGE, 3));
        assertThat(await(store().size("large"))).isEqualTo(LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void anObjectWithAnotherTokenIsAnothers(int bytes) throws Exception {
        client.ending = Ending.OVERTAKEN;
        Upload upload = written("taken", bytes);
        assertFails(upload.complete(), StoreException.Conflict.class);
        await(upload.abort());
        assertThat(client.openUploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void nobodyKnowsWhatBecomesOfAWriteThatIsNotVisible(int bytes) throws Exception {
        client.ending = Ending.LOST;
        Upload upload = written("lost", bytes);
        assertFails(upload.complete(), StoreException.UnknownOutcome.class);
        await(upload.abort());
        assertThat(client.openUploads()).isZero();
    }

    @Test
    void nobodyKnowsWhatCannotBeLookedUp() throws Exception {
        client.ending = Ending.ANSWER_LOST;
        client.headFails = true;
        assertFails(written("unknown", SMALL).complete(), StoreException.UnknownOutcome.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aRefusalIsARefusal(int bytes) throws Exception {
        client.ending = Ending.REFUSED;
        Upload upload = written("refused", bytes);
        assertFails(upload.complete(), StoreException.Unavailable.class);
        await(upload.abort());
        assertThat(client.openUploads()).isZero();
    }

    @Test
    void aPartThatFailsFailsTheObject() throws Exception {
        client.partsFail = true;
        Upload upload = await(store().begin("part"));
        CompletableFuture<Void> written = upload.write(buffer(LARGE));
        await(written.handle((nothing, failure) -> true));
        assertFails(upload.complete(), StoreException.Unavailable.class);
        await(upload.abort());
        assertThat(client.openUploads()).isZero();
        assertFails(store().size("part"), StoreException.NotFound.class);
    }

    @Test
    void fewPartsAreUnderWayAtATime() throws Exception {
        client.partAnswers.drainPermits();
        Upload upload = await(store().begin("parts"));
        for (int i = 0; i < 3; i++) {
            await(upload.write(buffer(16 * MIB)));
        }
        CompletableFuture<Void> fourth = upload.write(buffer(16 * MIB));
        assertThat(fourth).isNotDone();
        client.partAnswers.release(1_000);
        await(fourth);
        await(upload.complete());
        assertThat(client.mostPartsUnderWay()).isLessThanOrEqualTo(4);
        assertThat(await(store().size("parts"))).isEqualTo(64L * MIB);
    }

    private Upload written(String key, int bytes) throws Exception {
        Upload upload = await(store().begin(key));
        await(upload.write(buffer(bytes)));
        return upload;
    }

    private static ByteBuf buffer(int bytes) {
        return ByteBufAllocator.DEFAULT.buffer(bytes).writeZero(bytes);
    }
}
