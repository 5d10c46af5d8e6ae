/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import io.varve.objects.ObjectStore.ObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of the keys below a directory, in the order of their bytes. A directory's name is compared with its "/", since that
 * is how it stands in its keys: {@code a-b} comes before {@code a/b}.
 */
final class DirectoryListing {
    private final String prefix;
    private final @Nullable String after;
    private final int limit;
    private final List<ObjectSummary> page = new ArrayList<>();

    DirectoryListing(String prefix, @Nullable String after, int limit) {
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    List<ObjectSummary> of(Path root) throws IOException {
        add(root, "");
        return List.copyOf(page);
    }

    private void add(Path directory, String keyOfDirectory) throws IOException {
        for (Child child : children(directory)) {
            if (page.size() == limit) {
                return;
            }
            String key = keyOfDirectory + child.name;
            if (child.attributes.isDirectory()) {
                if (mayHold(key)) {
                    add(directory.resolve(child.name), key);
                }
            } else if (key.startsWith(prefix) && (after == null || key.compareTo(after) > 0)) {
                page.add(new ObjectSummary(
                        key,
                        child.attributes.size(),
                        child.attributes.lastModifiedTime().toMillis()));
            }
        }
    }

    private boolean mayHold(String keyOfDirectory) {
        if (keyOfDirectory.equals(DirectoryObjectStore.UPLOADS + "/")
                || !(keyOfDirectory.startsWith(prefix) || prefix.startsWith(keyOfDirectory))) {
            return false;
        }
        return after == null || after.startsWith(keyOfDirectory) || keyOfDirectory.compareTo(after) > 0;
    }

    /** Sorted; empty when the directory was removed meanwhile. */
    private static List<Child> children(Path directory) throws IOException {
        List<Child> children = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                child(file).ifPresent(children::add);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        children.sort(Comparator.comparing(child -> child.name));
        return children;
    }

    /** Empty when the file was deleted since it was listed. */
    private static Optional<Child> child(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Child(file.getFileName() + (attributes.isDirectory() ? "/" : ""), attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private record Child(String name, BasicFileAttributes attributes) {}
}
