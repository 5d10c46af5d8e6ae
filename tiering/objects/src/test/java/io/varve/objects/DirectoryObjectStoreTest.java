/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.objects.ObjectStore.Upload;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected ObjectStore open() throws IOException {
        return DirectoryObjectStore.open(directory.resolve("objects"));
    }

    @Test
    void objectsOutliveTheStore() throws Exception {
        put("a/b", random(10, 1));
        store().close();
        ObjectStore again = open();
        assertThat(await(again.size("a/b"))).isEqualTo(10);
        again.close();
    }

    @Test
    void deletingTheLastObjectRemovesItsDirectories() throws Exception {
        put("a/b/c/one", random(10, 2));
        put("a/two", random(10, 3));
        await(store().delete("a/b/c/one"));
        assertThat(directory.resolve("objects/a/two")).exists();
        assertThat(directory.resolve("objects/a/b")).doesNotExist();
        await(store().delete("a/two"));
        assertThat(directory.resolve("objects/a")).doesNotExist();
    }

    @Test
    void neitherAnObjectNorAnAbortLeavesItsUpload() throws Exception {
        put("done", random(10, 4));
        Upload aborted = await(store().begin("aborted"));
        assertThat(uploads()).hasSize(1);
        await(aborted.abort());
        assertThat(uploads()).isEmpty();
    }

    @Test
    void uploadsAreRemovedWhenNobodyFinishedThemForADay() throws Exception {
        await(store().begin("old"));
        Files.setLastModifiedTime(uploads().get(0), FileTime.from(Instant.now().minusSeconds(90_000)));
        await(store().begin("young"));
        open().close();
        assertThat(uploads()).hasSize(1);
    }

    @Test
    void aClosedStoreRefuses() throws Exception {
        Upload upload = await(store().begin("late"));
        store().close();
        assertFails(store().size("late"), StoreException.Unavailable.class);
        assertFails(upload.write(io.netty.buffer.Unpooled.buffer(4).writeInt(1)), StoreException.Unavailable.class);
    }

    @Test
    void theLocationIsTheDirectory() {
        assertThat(store().location()).isEqualTo("file:" + directory.resolve("objects"));
    }

    private List<Path> uploads() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("objects").resolve(DirectoryObjectStore.UPLOADS))) {
            return files.toList();
        }
    }
}
