/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.View;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.objects.BlockingPool;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies one partition's batches out of an object. */
@Command(
        name = "extract",
        header = "Copies one partition out of an object into a file that is a segment of a Kafka log.",
        description = {
            "",
            "Checks every checksum on the way and exits with 5 if one is wrong. If the object holds several partitions,"
                    + " the options have to choose one."
        },
        footer = "  varve object extract 000000000017-6f1e.vseg --partition 3 --to-file 00000000000000000000.log")
public final class ObjectExtract implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The object, a file with the ending .vseg.")
    private Path file = Path.of("");

    @Option(
            names = "--to-file",
            paramLabel = "OUT",
            description = "The new file. Default: named after the first offset, as Kafka's segments are, in the current"
                    + " directory.")
    private @Nullable Path out;

    @Mixin
    private final RowChoice choice = new RowChoice();

    /** Prints to this terminal as the options say. */
    public ObjectExtract(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ObjectFile store = new ObjectFile(file);
        ObjectReader object = BlockingPool.await(ObjectReader.open(store, store.key()));
        DirectoryRow row = only(choice.of(object.directory()));
        Path target = out == null ? Path.of(String.format("%020d.log", row.firstOffset())) : out;
        OutputStream segment = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
        try (segment) {
            RowReader.read(
                    object, row, batches -> batches.getBytes(batches.readerIndex(), segment, batches.readableBytes()));
        } catch (IOException | RuntimeException e) {
            // Half a segment looks like a whole one.
            Files.deleteIfExists(target);
            throw e;
        }
        new Extracted(row, target).print(options.format(), terminal.out());
        return ExitCode.DONE;
    }

    private DirectoryRow only(List<DirectoryRow> rows) {
        if (rows.size() == 1) {
            return rows.get(0);
        }
        throw new VarveException(
                ErrorCode.INVALID_ARGUMENT,
                rows.isEmpty()
                        ? file + " holds nothing that the options choose; 'varve object describe' lists what it holds"
                        : file + " holds " + rows.size() + " partitions that the options choose, among them "
                                + rows.get(0).lane() + " and " + rows.get(1).lane()
                                + "; one can be extracted at a time");
    }

    /** What was copied and where to. */
    private record Extracted(DirectoryRow row, Path target) implements View {
        @Override
        public String table() {
            return String.format(
                    "%s: %s, offsets %d to %d, %s\n",
                    target,
                    Human.count(row.recordCount(), "record"),
                    row.firstOffset(),
                    row.endOffset() - 1,
                    Human.size(row.dataLength()));
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", target.toString());
            ObjectView.fields(json, row);
            json.writeEndObject();
        }
    }
}
