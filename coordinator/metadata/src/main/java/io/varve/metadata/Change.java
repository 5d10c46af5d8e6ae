/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

/** One of the changes that {@link MetadataStore#multi} makes together. */
public sealed interface Change {
    /** The node that is checked or changed. */
    String path();

    /**
     * Changes nothing; the node must exist ({@code NotFound}) with this version ({@code Conflict}).
     *
     * @param version the expected version
     */
    record Check(String path, int version) implements Change {}

    /**
     * Creates a node; it must not exist ({@code Conflict}).
     *
     * @param bytes the content; not copied, so the caller doesn't change it afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
    record Create(String path, byte[] bytes) implements Change {}

    /**
     * Replaces a node's bytes; it must exist ({@code NotFound}) with this version ({@code Conflict}), and has the next one then.
     *
     * @param bytes the content; not copied, so the caller doesn't change it afterwards
     * @param expectedVersion the expected version
     */
    @SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
    record Set(String path, byte[] bytes, int expectedVersion) implements Change {}

    /**
     * Deletes a node without children ({@code Conflict} when it has some); it must exist ({@code NotFound}) with this version
     * ({@code Conflict}).
     *
     * @param expectedVersion the expected version; -1 deletes any
     */
    record Delete(String path, int expectedVersion) implements Change {}
}
