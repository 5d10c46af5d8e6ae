/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes lines apart into key and value at the first place where a separator stands. */
final class KeySeparator {
    private final byte[] separator;

    /** An empty separator stands nowhere. */
    KeySeparator(String separator) {
        this.separator = separator.getBytes(StandardCharsets.UTF_8);
    }

    /** How many bytes of the line are its key; -1 if the separator isn't in it, so that all of it is the value. */
    int keyBytes(byte[] line) {
        if (separator.length == 0) {
            return -1;
        }
        for (int i = 0; i <= line.length - separator.length; i++) {
            if (Arrays.equals(line, i, i + separator.length, separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes stand between key and value. */
    int bytes() {
        return separator.length;
    }
}
