/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

/**
 * One of the changes that {@link MetadataStore#multi} makes together. Malformed paths, negative versions and oversize contents are
 * refused by the constructors with {@link IllegalArgumentException}.
 */
public sealed interface Change {
    /** The node that is checked or changed. */
    String path();

    /**
     * Changes nothing; the node must exist ({@code NotFound}) with this version ({@code Conflict}).
     *
     * @param version the expected version
     */
    record Check(String path, int version) implements Change {
        public Check {
            NodePath.check(path);
            checkVersion(path, version, 0);
        }
    }

    /**
     * Creates a node; it must not exist ({@code Conflict}).
     *
     * @param bytes the content; not copied, so the caller doesn't change it afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
    record Create(String path, byte[] bytes) implements Change {
        public Create {
            NodePath.check(path);
            checkSize(path, bytes);
        }
    }

    /**
     * Replaces a node's bytes; it must exist ({@code NotFound}) with this version ({@code Conflict}), and has the next one then.
     *
     * @param bytes the content; not copied, so the caller doesn't change it afterwards
     * @param expectedVersion the expected version
     */
    @SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
    record Set(String path, byte[] bytes, int expectedVersion) implements Change {
        public Set {
            NodePath.check(path);
            checkSize(path, bytes);
            checkVersion(path, expectedVersion, 0);
        }
    }

    /**
     * Deletes a node without children ({@code Conflict} when it has some); it must exist ({@code NotFound}) with this version
     * ({@code Conflict}).
     *
     * @param expectedVersion the expected version; -1 deletes any
     */
    record Delete(String path, int expectedVersion) implements Change {
        public Delete {
            NodePath.check(path);
            checkVersion(path, expectedVersion, -1);
        }
    }

    /**
     * Returns the bytes if a node can hold them.
     *
     * @throws IllegalArgumentException naming path, size and limit
     */
    static byte[] checkSize(String path, byte[] bytes) {
        if (bytes.length > MetadataStore.MAX_NODE_BYTES) {
            throw new IllegalArgumentException("metadata node " + path + " would have " + bytes.length
                    + " bytes, allowed are " + MetadataStore.MAX_NODE_BYTES);
        }
        return bytes;
    }

    private static void checkVersion(String path, int version, int least) {
        if (version < least) {
            throw new IllegalArgumentException("expected version of metadata node " + path + " is " + version
                    + ", allowed is " + least + " and above");
        }
    }
}
