/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the text of the tree has to keep, whatever its language. */
class TidyTest {

    private static final int LONGEST_FILE_LINES = 500;
    private static final String MAIN_SOURCES = "/src/main/java/";
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea", ".terraform");
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|proto|xml|md|sh|properties|ya?ml|tf|json|txt)");
    private static final Pattern SCRIPT = Pattern.compile(".*/(bin|\\.ci)/[^.]+");

    /** Home and work directories of somebody's machine; the pattern is put together so that it is not one itself. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.:/}])/(" + String.join("|", "work", "root", "home", "Users") + ")/");

    private static final Pattern LEFT_OVER = Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    private static final Path ROOT = Path.of(System.getProperty("varve.root"));
    private static final List<Path> FILES = new ArrayList<>();

    @BeforeAll
    static void listTheTree() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(name(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (TEXT.matcher(name(file)).matches()
                        || SCRIPT.matcher(file.toString()).matches()) {
                    FILES.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        FILES.sort(null);
    }

    @Test
    void noFileNamesAPathOfSomebodysMachine() {
        assertThat(linesThat(MACHINE_PATH.asPredicate())).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(linesThat(LEFT_OVER.asPredicate())).isEmpty();
    }

    @Test
    void noJavaFileIsLong() {
        assertThat(javaFiles().filter(file -> lines(file).size() > LONGEST_FILE_LINES))
                .isEmpty();
    }

    /** Once is enough: benchmarks live in the packages whose parts they measure. */
    @Test
    void everyPackageSaysWhatItHolds() {
        Map<Boolean, Set<String>> packages = javaFiles()
                .filter(file -> inRepository(file).contains(MAIN_SOURCES))
                .collect(Collectors.partitioningBy(
                        file -> name(file).equals("package-info.java"),
                        Collectors.mapping(TidyTest::packageOf, Collectors.toCollection(TreeSet::new))));
        assertThat(packages.get(false)).isSubsetOf(packages.get(true));
    }

    private static String packageOf(Path file) {
        String path = inRepository(file);
        return path.substring(path.indexOf(MAIN_SOURCES) + MAIN_SOURCES.length(), path.lastIndexOf('/'));
    }

    private static String inRepository(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static Stream<Path> javaFiles() {
        return FILES.stream().filter(file -> name(file).endsWith(".java"));
    }

    private static List<String> linesThat(Predicate<String> match) {
        return FILES.stream()
                .flatMap(file -> {
                    List<String> lines = lines(file);
                    return IntStream.range(0, lines.size())
                            .filter(i -> match.test(lines.get(i)))
                            .mapToObj(i -> ROOT.relativize(file) + ":" + (i + 1) + ": "
                                    + lines.get(i).strip());
                })
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static String name(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
