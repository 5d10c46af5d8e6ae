/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import static io.varve.cli.Run.varve;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.run.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What every command has in common, and what is refused before any server is asked. */
class UsageTest {
    /** Nobody listens on the port of TCP's multiplexer. */
    private static final String NOBODY = "127.0.0.1:1";

    @TestFactory
    Stream<DynamicTest> everyHelpHasAnExampleThatUsesTheCommand() {
        return commands().stream()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    Run run = varve((command + " --help").split(" "));
                    assertThat(run.exitCode()).isZero();
                    assertThat(run.err()).isEmpty();
                    assertThat(run.out().substring(run.out().indexOf("Example:")))
                            .contains("varve " + command);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyHelpFitsATerminal() {
        return commands().stream()
                .map(command -> DynamicTest.dynamicTest(command, () -> assertThat(
                                varve((command + " --help").split(" ")).out().lines())
                        .allMatch(line -> line.length() <= 100)));
    }

    @Test
    void optionsStandBeforeOrAfterTheCommand() {
        for (String line : List.of(
                "--server " + NOBODY + " topic list",
                "topic --server " + NOBODY + " list",
                "topic list --server " + NOBODY,
                "--server=" + NOBODY + " -o json topic list",
                "topic list -o json --server " + NOBODY)) {
            Run run = varve(line.split(" "));
            assertThat(run.exitCode()).as(line).isEqualTo(4);
            assertThat(run.err()).as(line).contains("UNREACHABLE").contains(NOBODY);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void anUnreachableServerIsItsOwnExitCodeForEveryCommandThatAsks() {
        for (String line : List.of(
                "topic create a --partitions 1",
                "topic list",
                "topic describe a",
                "topic seal a",
                "topic delete a",
                "group list",
                "group describe a b",
                "group delete b",
                "produce a",
                "consume a",
                "consume a --group b",
                "replay a --to-file unwritten",
                "tier status")) {
            assertThat(varve((line + " --server " + NOBODY).split(" ")).exitCode())
                    .as(line)
                    .isEqualTo(4);
        }
    }

    @Test
    void whatCannotBeUnderstoodIsAUsageErrorThatSaysWhy() {
        refuses("topic create a", "--partitions");
        refuses("topic create a --partitions many", "many");
        refuses("topic create a --partitions 4 --retention 30", "'30'", "30");
        refuses("topic create a --partitions 4 --retention 0s", "0s");
        refuses("topic create a --partitions 4 --retention-bytes 10GB", "10GB", "GiB");
        refuses("topic describe", "NAME");
        refuses("topic describe a b", "b");
        refuses("group describe orders", "GROUP");
        refuses("tier status --timeout soon", "soon");
        refuses("produce", "TOPIC");
        refuses("produce a --acks all", "all", "quorum", "none");
        refuses("produce a --compression zip", "zip", "lz4");
        refuses("consume a --from yesterday", "yesterday", "earliest");
        refuses("consume a --max 0", "--max");
        refuses("consume a --print value,size", "size", "headers");
        refuses("consume a --print value -o json", "--print");
        refuses("consume a --group g --partition 1", "--partition");
        refuses("replay a", "varve: Missing required argument", "--to-file", "--to-topic");
        refuses("replay a --to-file f --to-topic b", "--to-file", "--to-topic");
        refuses("replay a --to-file f --from 2026-01-01T12:00:00", "no zone");
        refuses("replay a --to-file f --to earliest", "--to earliest");
        refuses("replay a --to-file f --to 5 --follow", "--follow");
        refuses("replay a --to-file f --parallel 0", "--parallel", "64");
        refuses("replay a --to-topic b --restart", "--restart", "--to-file");
        refuses("replay a --to-topic a", "--to-topic a");
        refuses("replay a --to-topic public/default/a", "--to-topic public/default/a");
        refuses("replay a --to-file f --objects-only", "--object-store");
        refuses("replay a --to-topic b --objects-only --object-store file:/", "--to-file");
        refuses("replay a --to-file f --objects-only --object-store file:/ --follow", "--follow");
        refuses("replay a --to-file f --objects-only --object-store file:/", "'a' is no topic id");
        refuses("replay a --to-file f --cluster 1-2-3-4-5", "--cluster", "--objects-only");
        refuses("object describe", "FILE");
        refuses("object extract f --topic-id 7", "7");
        refuses("topic create a --partitions 1.5", "'1.5' is no whole number");
        refuses("object describe f --topic-id 7", "'7' is no UUID");
        refuses("replay a --to-file f --cluster x", "'x' is no UUID");
        refuses("topic list --timeout 0s", "'0s' is not between 1ms and 36500d");
        refuses("consume a --timeout 999999d", "'999999d' is not between 1ms and 36500d");
        refuses("topc list", "'varve' has no command 'topc'", "varve topic");
        refuses("topic lst", "'varve topic' has no command 'lst'", "topic list");
        refuses("topic list --prefx a", "'varve topic list' has no option '--prefx'", "--prefix");
        refuses("produce a b", "'varve produce' takes no argument 'b'");
    }

    @Test
    void aCommandOfWhichThereAreSeveralShowsThem() {
        for (String line : List.of("topic", "group", "tier", "object")) {
            Run run = varve(line);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("varve: 'varve " + line + "' needs a command\n")
                    .contains("Usage: varve " + line, "Commands:");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNoAddressIsRefused() {
        Run run = varve("topic", "list", "--server", "localhost");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("INVALID_ARGUMENT").contains("localhost");
    }

    private static void refuses(String line, String... said) {
        Run run = varve(line.split(" "));
        assertThat(run.exitCode()).as(line).isEqualTo(2);
        assertThat(run.err()).as(line).contains(said).contains("--help'.");
        assertThat(run.out()).isEmpty();
    }

    /** All that can be run, as words behind {@code varve}. */
    private static List<String> commands() {
        List<String> commands = new ArrayList<>();
        collect(CommandTree.of(Terminal.ofProcess()), "", commands);
        return commands;
    }

    private static void collect(CommandLine command, String words, List<String> commands) {
        command.getSubcommands().forEach((name, sub) -> {
            if (name.equals(sub.getCommandName())) {
                String path = (words + " " + name).strip();
                if (sub.getSubcommands().isEmpty()) {
                    commands.add(path);
                }
                collect(sub, path, commands);
            }
        });
    }
}
