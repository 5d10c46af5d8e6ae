/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of the SHA-256 of a message id's UTF-8: stands for the id, since among 10^9 ids two are the same with a
 * probability below 10^-20, and nobody can make two that are for less than 2^64 tries.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record IdHash(long high, long low) {
    /** Of an id in UTF-8. */
    public static IdHash of(byte[] id) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(id));
        return new IdHash(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
