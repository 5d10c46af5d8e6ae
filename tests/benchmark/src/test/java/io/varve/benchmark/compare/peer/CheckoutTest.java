/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();
    private Checkout checkout;

    @BeforeEach
    void commit() throws Exception {
        Path mvnw = Files.createFile(root.resolve("mvnw"));
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                Files.createDirectories(root.resolve("module/src/main")).resolve("Code.java"), "1");
        Files.writeString(root.resolve("README.md"), "1");
        git("init", "--quiet");
        git("add", ".");
        git("commit", "--quiet", "--message", "first");
        checkout = new Checkout(root);
        for (Path jar : List.of(checkout.serverJar(), checkout.benchmarkJar())) {
            Files.createDirectories(jar.resolveSibling("lib"));
            Files.createFile(jar);
        }
    }

    @Test
    void whatIsBuiltAfterTheLastCommitIsOfIt() throws Exception {
        assertThatCode(checkout::checkBuilt).doesNotThrowAnyException();
        assertThat(checkout.commit()).doesNotEndWith("-dirty");
    }

    @Test
    void aServerOfBeforeTheLastCommitBearsNotItsNameThoughTheBenchmarkIsNew() throws Exception {
        Files.setLastModifiedTime(
                checkout.serverJar(), FileTime.from(Instant.now().minusSeconds(60)));

        assertThatThrownBy(checkout::checkBuilt)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("VARVE_REBUILD=1");
    }

    @Test
    void aCommitOfPagesOnlyChangesNothingThatIsBuilt() throws Exception {
        Files.writeString(root.resolve("README.md"), "2");
        environment.put("GIT_COMMITTER_DATE", "2090-01-01T00:00:00Z");
        git("commit", "--quiet", "--all", "--message", "second");

        assertThatCode(checkout::checkBuilt).doesNotThrowAnyException();
    }

    private void git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@localhost"));
        command.addAll(List.of(arguments));
        ProcessBuilder process =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        process.environment().putAll(environment);
        Process git = process.start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
    }
}
