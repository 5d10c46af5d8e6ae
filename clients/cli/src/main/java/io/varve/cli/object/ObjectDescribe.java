/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import io.varve.cli.run.ExitCode;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.objects.BlockingPool;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what an object holds, and reads it all to see whether it is whole. */
@Command(
        name = "describe",
        header = "Says where an object comes from and what it holds, and checks every checksum in it.",
        description = {"", "Exits with 5 if anything in the file contradicts itself."},
        footer = "  varve object describe 000000000017-6f1e.vseg --partition 3")
public final class ObjectDescribe implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The object, a file with the ending .vseg.")
    private Path file = Path.of("");

    @Mixin
    private final RowChoice choice = new RowChoice();

    /** Prints to this terminal as the options say. */
    public ObjectDescribe(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ObjectFile store = new ObjectFile(file);
        ObjectReader object = BlockingPool.await(ObjectReader.open(store, store.key()));
        List<DirectoryRow> rows = choice.of(object.directory());
        for (DirectoryRow row : rows) {
            RowReader.read(object, row, batches -> {});
        }
        BlockingPool.await(object.sideData());
        new ObjectView(file, object.directory(), rows).print(options.format(), terminal.out());
        return ExitCode.DONE;
    }
}
