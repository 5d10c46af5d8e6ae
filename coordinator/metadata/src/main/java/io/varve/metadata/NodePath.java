/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

/** The grammar of paths, shared by all stores so that none accepts what another refuses. */
public final class NodePath {
    private NodePath() {}

    /**
     * Returns the path if it is absolute, without empty, "." or ".." segments, control characters or a trailing slash. The root
     * itself is no path.
     *
     * @throws IllegalArgumentException otherwise, naming the path
     */
    public static String check(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("metadata path \"" + path + "\" doesn't start with /");
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "metadata path \"" + path + "\" has the segment \"" + segment + "\"");
            }
            if (segment.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("metadata path \"" + path + "\" has a control character");
            }
        }
        return path;
    }

    /** The path above, or "" for one directly under the root. */
    public static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Whether {@code path} is {@code ancestor} or lies below it. */
    public static boolean isAtOrBelow(String path, String ancestor) {
        return path.startsWith(ancestor)
                && (path.length() == ancestor.length() || path.charAt(ancestor.length()) == '/');
    }
}
