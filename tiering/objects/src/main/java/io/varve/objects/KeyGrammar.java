/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

/** The keys that every store takes: "/"-separated segments of {@code [a-zA-Z0-9._=-]}, none of them empty, "." or "..". */
public final class KeyGrammar {
    /** Longest key in bytes (and characters, since keys are ASCII): the limit of S3. */
    public static final int MAX_BYTES = 1024;

    private KeyGrammar() {}

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException when it is outside the grammar; the message names the key and the rule
     */
    public static String check(String key) {
        checkCharacters("object key", key);
        for (int start = 0; start <= key.length(); ) {
            int end = key.indexOf('/', start);
            end = end < 0 ? key.length() : end;
            int length = end - start;
            if (length == 0 || (length <= 2 && key.startsWith("..".substring(0, length), start))) {
                throw new IllegalArgumentException("object key '" + key + "' has an empty, '.' or '..' segment");
            }
            start = end + 1;
        }
        return key;
    }

    /**
     * The prefix itself; it may be empty and may end anywhere in a key.
     *
     * @throws IllegalArgumentException when no key can start with it
     */
    public static String checkPrefix(String prefix) {
        return checkCharacters("key prefix", prefix);
    }

    private static String checkCharacters(String what, String text) {
        if (text.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, more than " + MAX_BYTES + ": " + text);
        }
        for (int i = 0; i < text.length(); i++) {
            if (!allowed(text.charAt(i))) {
                throw new IllegalArgumentException(
                        what + " '" + text + "' has a character outside [a-zA-Z0-9._=/-] at index " + i);
            }
        }
        return text;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '='
                || c == '-'
                || c == '/';
    }
}
