/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.objects.ObjectStore.Upload;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} keeps. A store's test extends this and opens an empty store. */
public abstract class ObjectStoreContract {
    protected static final int MIB = 1 << 20;

    private ObjectStore store;

    /** An empty store of the kind under test; closed after each test. */
    protected abstract ObjectStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whatWasWrittenIsReadBack() throws Exception {
        byte[] bytes = random(100_000, 1);
        put("a/b.vseg", bytes);
        assertThat(await(store.size("a/b.vseg"))).isEqualTo(100_000);
        assertThat(read("a/b.vseg", 0, 100_000)).isEqualTo(bytes);
    }

    @Test
    void aRangeIsReadExactly() throws Exception {
        byte[] bytes = random(10_000, 2);
        put("range", bytes);
        assertThat(read("range", 0, 1)).containsExactly(bytes[0]);
        assertThat(read("range", 9_999, 1)).containsExactly(bytes[9_999]);
        assertThat(read("range", 1_234, 4_321)).isEqualTo(Arrays.copyOfRange(bytes, 1_234, 5_555));
    }

    @Test
    void aRangeBeyondTheEndIsDamaged() throws Exception {
        put("short", random(100, 3));
        assertFails(store.read("short", 50, 51), StoreException.Damaged.class);
        assertFails(store.read("short", 100, 1), StoreException.Damaged.class);
        assertFails(store.read("short", 5_000, 10), StoreException.Damaged.class);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFails(store.size("missing"), StoreException.NotFound.class);
        assertFails(store.size("missing/deeper"), StoreException.NotFound.class);
        assertFails(store.read("missing", 0, 1), StoreException.NotFound.class);
    }

    @Test
    void nothingIsVisibleBeforeComplete() throws Exception {
        Upload upload = await(store.begin("d/late"));
        await(upload.write(buffer(random(6 * MIB, 4))));
        assertFails(store.size("d/late"), StoreException.NotFound.class);
        assertThat(keys("", null, 10)).isEmpty();
        await(upload.complete());
        assertThat(await(store.size("d/late"))).isEqualTo(6 * MIB);
        assertThat(keys("", null, 10)).containsExactly("d/late");
    }

    @Test
    void anAbortedUploadLeavesNothing() throws Exception {
        Upload untouched = await(store.begin("d/untouched"));
        await(untouched.abort());
        Upload written = await(store.begin("d/written"));
        await(written.write(buffer(random(1000, 5))));
        await(written.abort());
        Upload large = await(store.begin("d/large"));
        await(large.write(buffer(random(16 * MIB, 6))));
        await(large.write(buffer(random(1000, 7))));
        await(large.abort());
        assertThat(keys("", null, 10)).isEmpty();
        put("d/written", random(10, 8));
        assertThat(await(store.size("d/written"))).isEqualTo(10);
    }

    @Test
    void anExistingObjectIsNeverReplaced() throws Exception {
        byte[] first = random(1000, 9);
        put("taken", first);
        Upload upload = await(store.begin("taken"));
        await(upload.write(buffer(random(2000, 10))));
        assertFails(upload.complete(), StoreException.Conflict.class);
        await(upload.abort());
        assertThat(await(store.size("taken"))).isEqualTo(1000);
        assertThat(read("taken", 0, 1000)).isEqualTo(first);
    }

    @Test
    void aLargeExistingObjectIsNeverReplaced() throws Exception {
        put("taken", random(1000, 11));
        Upload upload = await(store.begin("taken"));
        await(upload.write(buffer(random(16 * MIB, 12))));
        await(upload.write(buffer(random(5 * MIB, 13))));
        assertFails(upload.complete(), StoreException.Conflict.class);
        await(upload.abort());
        assertThat(await(store.size("taken"))).isEqualTo(1000);
    }

    @Test
    void twoUploadsOfAKeyAtOnceLeaveOneOfThemWhole() throws Exception {
        byte[] one = random(3000, 14);
        byte[] two = random(4000, 15);
        Upload first = await(store.begin("raced"));
        Upload second = await(store.begin("raced"));
        await(first.write(buffer(one)));
        await(second.write(buffer(two)));
        CompletableFuture<Void> a = first.complete();
        CompletableFuture<Void> b = second.complete();
        boolean firstWon = succeeded(a);
        assertThat(succeeded(b)).isNotEqualTo(firstWon);
        assertThat(read("raced", 0, (int) (long) await(store.size("raced")))).isEqualTo(firstWon ? one : two);
    }

    @Test
    void anObjectMayBeEmpty() throws Exception {
        Upload upload = await(store.begin("empty"));
        await(upload.complete());
        assertThat(await(store.size("empty"))).isZero();
        assertFails(store.read("empty", 0, 1), StoreException.Damaged.class);
    }

    @Test
    void fortyMebibytesInPartsComeBack() throws Exception {
        byte[] bytes = random(40 * MIB, 16);
        Upload upload = await(store.begin("large"));
        for (int position = 0, part = 16 * MIB; position < bytes.length; position += part) {
            int length = Math.min(part, bytes.length - position);
            await(upload.write(ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(bytes, position, length)));
        }
        await(upload.complete());
        assertThat(await(store.size("large"))).isEqualTo(40 * MIB);
        for (int position = 0; position < bytes.length; position += 8 * MIB) {
            assertThat(Arrays.equals(read("large", position, 8 * MIB), 0, 8 * MIB, bytes, position, position + 8 * MIB))
                    .isTrue();
        }
    }

    @Test
    void partsMayHaveAnySize() throws Exception {
        byte[] bytes = random(23 * MIB + 17, 17);
        Random random = new Random(18);
        Upload upload = await(store.begin("uneven"));
        for (int position = 0; position < bytes.length; ) {
            int length = Math.min(random.nextInt(3 * MIB), bytes.length - position);
            await(upload.write(ByteBufAllocator.DEFAULT.buffer(length).writeBytes(bytes, position, length)));
            position += length;
        }
        await(upload.complete());
        assertThat(await(store.size("uneven"))).isEqualTo(bytes.length);
        assertThat(Arrays.equals(read("uneven", 0, bytes.length), bytes)).isTrue();
    }

    @Test
    void deletingTwiceIsASuccess() throws Exception {
        put("x/y/gone", random(10, 19));
        await(store.delete("x/y/gone"));
        assertFails(store.size("x/y/gone"), StoreException.NotFound.class);
        await(store.delete("x/y/gone"));
        await(store.delete("never/there"));
        assertThat(keys("", null, 10)).isEmpty();
    }

    @Test
    void deletingOneObjectLeavesItsNeighbours() throws Exception {
        put("x/y/a", random(10, 20));
        put("x/y/b", random(10, 21));
        await(store.delete("x/y/a"));
        assertThat(keys("", null, 10)).containsExactly("x/y/b");
    }

    @Test
    void aListingIsSortedAndPaged() throws Exception {
        List<String> all = List.of("a", "b-c", "b.d", "b/c", "b/d/e", "b/d/f", "b0", "c/x", "d=1/y");
        for (String key : all) {
            put(key, random(key.length(), 22));
        }
        assertThat(keys("", null, 1000)).isEqualTo(all);
        List<String> paged = new ArrayList<>();
        String after = null;
        for (List<String> page = keys("", null, 2); !page.isEmpty(); page = keys("", after, 2)) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            paged.addAll(page);
            after = page.get(page.size() - 1);
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void aListingKeepsToItsPrefix() throws Exception {
        for (String key : List.of("b-c", "b/c", "b/d/e", "b/d/f", "b/dx", "b0")) {
            put(key, random(10, 23));
        }
        assertThat(keys("b/", null, 10)).containsExactly("b/c", "b/d/e", "b/d/f", "b/dx");
        assertThat(keys("b/d", null, 10)).containsExactly("b/d/e", "b/d/f", "b/dx");
        assertThat(keys("b/d", "b/d/e", 1)).containsExactly("b/d/f");
        assertThat(keys("b/d/", "a", 10)).containsExactly("b/d/e", "b/d/f");
        assertThat(keys("b/d", "b/c", 10)).containsExactly("b/d/e", "b/d/f", "b/dx");
        assertThat(keys("b/d", "c", 10)).isEmpty();
        assertThat(keys("zz", null, 10)).isEmpty();
    }

    @Test
    void aListingSaysSizeAndTime() throws Exception {
        put("sized", random(123, 24));
        ObjectSummary summary = await(store.list("sized", null, 10)).get(0);
        assertThat(summary.bytes()).isEqualTo(123);
        assertThat(summary.modifiedMs())
                .isBetween(System.currentTimeMillis() - 3_600_000, System.currentTimeMillis() + 3_600_000);
    }

    @Test
    void everyCharacterOfTheGrammarMayStandInAKey() throws Exception {
        put("v1/_shared/0f/a=b/A-Z.0-9..x.vseg", random(10, 25));
        assertThat(read("v1/_shared/0f/a=b/A-Z.0-9..x.vseg", 0, 10)).hasSize(10);
        assertThat(keys("v1/_shared", null, 10)).containsExactly("v1/_shared/0f/a=b/A-Z.0-9..x.vseg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", "a b", "a\\b", "~uploads/a", "ä"})
    void aKeyOutsideTheGrammarIsRefused(String key) {
        assertThatThrownBy(() -> store.begin(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.size(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> store.begin("k".repeat(1025)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025")
                .hasMessageContaining("1024");
    }

    @Test
    void manyReadsAtOnceAllAnswer() throws Exception {
        byte[] bytes = random(MIB, 26);
        put("busy", bytes);
        List<CompletableFuture<ByteBuf>> reads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            reads.add(store.read("busy", i * 1000L, 1000));
        }
        for (int i = 0; i < 64; i++) {
            assertThat(bytes(await(reads.get(i)))).isEqualTo(Arrays.copyOfRange(bytes, i * 1000, i * 1000 + 1000));
        }
    }

    @Test
    void theLocationNamesTheStore() {
        assertThat(store.location()).contains(":");
    }

    /** The store under test. */
    protected ObjectStore store() {
        return store;
    }

    /** Writes an object in one part. */
    protected void put(String key, byte[] bytes) throws Exception {
        Upload upload = await(store.begin(key));
        await(upload.write(buffer(bytes)));
        await(upload.complete());
    }

    /** Reads a range into an array. */
    protected byte[] read(String key, long position, int length) throws Exception {
        return bytes(await(store.read(key, position, length)));
    }

    /** What the future gives, within a deadline. */
    protected static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    protected static void assertFails(CompletableFuture<?> future, Class<? extends StoreException> failure) {
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(failure);
    }

    /** The same bytes for the same seed. */
    protected static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private List<String> keys(String prefix, @Nullable String after, int limit) throws Exception {
        return await(store.list(prefix, after, limit)).stream()
                .map(ObjectSummary::key)
                .toList();
    }

    private static boolean succeeded(CompletableFuture<Void> future) throws Exception {
        try {
            await(future);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(StoreException.Conflict.class);
            return false;
        }
    }

    private static ByteBuf buffer(byte[] bytes) {
        return ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        return bytes;
    }
}
