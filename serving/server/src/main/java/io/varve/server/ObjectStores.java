/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.ObjectStore;
import io.varve.server.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Path;

/** From what {@code objects.store} says to a store. */
final class ObjectStores {
    private static final String FILE = "file:";

    private ObjectStores() {}

    /**
     * Opens the store.
     *
     * @param ofData the directory that stands for an empty setting
     * @throws InvalidConfiguration for a kind of store that this version doesn't have
     */
    static ObjectStore open(ObjectsConfig config, Path ofData) throws IOException {
        String store = config.store();
        if (store.isEmpty()) {
            return DirectoryObjectStore.open(ofData);
        }
        if (store.startsWith(FILE)) {
            return DirectoryObjectStore.open(Path.of(store.substring(FILE.length())));
        }
        throw new InvalidConfiguration(
                "objects.store=" + store + ": not file:DIR, the only kind of object store there is");
    }
}
