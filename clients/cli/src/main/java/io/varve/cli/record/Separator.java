/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes lines apart at the first place where it stands. */
final class Separator {
    private final byte[] separator;

    /** An empty separator stands nowhere. */
    Separator(String separator) {
        this.separator = separator.getBytes(StandardCharsets.UTF_8);
    }

    /** Where it begins in the line, not before {@code from}; -1 if it isn't there. */
    int find(byte[] line, int from) {
        if (separator.length == 0) {
            return -1;
        }
        for (int i = from; i <= line.length - separator.length; i++) {
            if (Arrays.equals(line, i, i + separator.length, separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes it has. */
    int bytes() {
        return separator.length;
    }
}
