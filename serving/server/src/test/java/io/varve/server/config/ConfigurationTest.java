/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    public enum Verify {
        FULL,
        ONE_BLOCK
    }

    public record Cold(int readBytes) {}

    public record Tiers(
            Duration sealAfter,
            long objectBytes,
            int uploads,
            boolean paused,
            String store,
            Path cache,
            Verify verify,
            Cold cold) {
        public Tiers {
            if (uploads < 1) {
                throw new IllegalArgumentException("uploads must be at least 1, not " + uploads);
            }
        }
    }

    private static final Section<Tiers> TIERS = new Section<>(
            "tiers",
            new Tiers(
                    Duration.ofMinutes(5),
                    256 << 20,
                    2,
                    false,
                    "file:objects",
                    Path.of("cache"),
                    Verify.ONE_BLOCK,
                    new Cold(1 << 20)));

    @Test
    void whatNobodySetsHasItsDefault() {
        Configuration configuration = configuration(Map.of(), Map.of(), Map.of());

        assertThat(configuration.get(TIERS)).isEqualTo(TIERS.defaults());
        assertThat(configuration.entries())
                .extracting(entry -> entry.key().name() + "=" + entry.text() + " " + entry.source())
                .containsExactly(
                        "tiers.seal-after=5m DEFAULT",
                        "tiers.object-bytes=256MiB DEFAULT",
                        "tiers.uploads=2 DEFAULT",
                        "tiers.paused=false DEFAULT",
                        "tiers.store=file:objects DEFAULT",
                        "tiers.cache=cache DEFAULT",
                        "tiers.verify=one-block DEFAULT",
                        "tiers.cold.read-bytes=1MiB DEFAULT");
    }

    @Test
    void everyTypeIsReadFromText() {
        Map<String, String> file = Map.of(
                "tiers.seal-after", "90s",
                "tiers.object-bytes", "64KiB",
                "tiers.uploads", "7",
                "tiers.paused", "true",
                "tiers.store", "s3://bucket",
                "tiers.cache", "~/cache",
                "tiers.verify", "full",
                "tiers.cold.read-bytes", "512B");

        assertThat(configuration(file, Map.of(), Map.of()).get(TIERS))
                .isEqualTo(new Tiers(
                        Duration.ofSeconds(90),
                        64 << 10,
                        7,
                        true,
                        "s3://bucket",
                        Path.of(System.getProperty("user.home"), "cache"),
                        Verify.FULL,
                        new Cold(512)));
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFile() {
        Map<String, String> file = Map.of("tiers.uploads", "3", "tiers.store", "file:f", "tiers.cache", "f");
        Map<String, String> environment = Map.of("VARVE_TIERS_UPLOADS", "4", "VARVE_TIERS_STORE", "file:e");
        Map<String, String> flags = Map.of("tiers.uploads", "5");

        Configuration configuration = configuration(file, environment, flags);

        assertThat(configuration.entries())
                .extracting(Configuration.Entry::source)
                .containsExactly(
                        Source.DEFAULT,
                        Source.DEFAULT,
                        Source.FLAG,
                        Source.DEFAULT,
                        Source.ENVIRONMENT,
                        Source.FILE,
                        Source.DEFAULT,
                        Source.DEFAULT);
        assertThat(configuration.get(TIERS).uploads()).isEqualTo(5);
        assertThat(configuration.get(TIERS).store()).isEqualTo("file:e");
        assertThat(configuration.get(TIERS).cache()).isEqualTo(Path.of("f"));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> configuration(Map.of("tiers.seal-afer", "1m"), Map.of(), Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("unknown key tiers.seal-afer in the configuration file; the nearest is tiers.seal-after");
        assertThatThrownBy(() -> configuration(Map.of(), Map.of(), Map.of("store", "x")))
                .hasMessage("unknown key store in the command line; the nearest is tiers.store");
    }

    @Test
    void anUnknownVariableIsOnlyWarnedAboutSinceOthersMayUseThePrefix() {
        Configuration configuration =
                configuration(Map.of(), Map.of("VARVE_TIERS_STOR", "x", "VARVE_SERVER", "h:1", "HOME", "/"), Map.of());

        assertThat(configuration.warnings())
                .containsExactly("VARVE_TIERS_STOR sets no key; the nearest is VARVE_TIERS_STORE");
    }

    @Test
    void aValueThatCantBeReadIsRefusedWithKeyAndPlace() {
        assertThatThrownBy(() -> configuration(Map.of(), Map.of("VARVE_TIERS_SEAL_AFTER", "soon"), Map.of()))
                .hasMessageStartingWith("tiers.seal-after=soon (from VARVE_TIERS_SEAL_AFTER): ")
                .hasMessageContaining("ms");
        assertThatThrownBy(() -> configuration(Map.of("tiers.paused", "yes"), Map.of(), Map.of()))
                .hasMessage("tiers.paused=yes (from the file): not true or false");
        assertThatThrownBy(() -> configuration(Map.of(), Map.of(), Map.of("tiers.uploads", "3000000000")))
                .hasMessageContaining("not a number from -2147483648 to 2147483647");
        assertThatThrownBy(() -> configuration(Map.of(), Map.of(), Map.of("tiers.verify", "some")))
                .hasMessageEndingWith("not one of full, one-block");
    }

    @Test
    void aValueThatTheComponentRefusesIsRefusedWithItsReason() {
        assertThatThrownBy(() -> configuration(Map.of(), Map.of(), Map.of("tiers.uploads", "0")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("tiers: uploads must be at least 1, not 0");
    }

    @Test
    void aFileIsPropertiesInUtf8(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("varve.properties"), "# history\ntiers.store = file:späte \ntiers.uploads=4\n");

        assertThat(ConfigFile.read(file))
                .containsExactly(Map.entry("tiers.store", "file:späte"), Map.entry("tiers.uploads", "4"));
    }

    @Test
    void aMissingFileIsSaid(@TempDir Path directory) {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("there is no configuration file " + directory.resolve("none"));
    }

    private static Configuration configuration(
            Map<String, String> file, Map<String, String> environment, Map<String, String> flags) {
        return new Configuration(List.of(TIERS), file, environment, flags);
    }
}
