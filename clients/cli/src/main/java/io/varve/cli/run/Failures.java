/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where failures become a sentence on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Pattern PICOCLI_PREFIX = Pattern.compile("^Error: ");

    private final Terminal terminal;

    /** Tells failures to this terminal. */
    public Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A command threw. */
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return tell(failure);
    }

    /** The command line can't be understood. */
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean isGroup = !command.getSubcommands().isEmpty();
        if (isGroup && isAlone(failure)) {
            terminal.notice("'" + name + "' needs a command");
            terminal.err().println(command.getUsageMessage());
            return ExitCode.USAGE;
        }
        terminal.notice(
                failure instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched, name, isGroup)
                        : PICOCLI_PREFIX
                                .matcher(String.valueOf(failure.getMessage()))
                                .replaceFirst(""));
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().flush();
        terminal.err().println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    /** Whether nothing is wrong with any argument; then a command of which there are several was left out. */
    private static boolean isAlone(ParameterException failure) {
        return failure.getClass() == ParameterException.class && failure.getArgSpec() == null;
    }

    /** The first word that has no place tells what was meant; those behind it may be all right. */
    private static String unmatched(UnmatchedArgumentException failure, String command, boolean isGroup) {
        String word = "'" + failure.getUnmatched().get(0) + "'";
        if (failure.isUnknownOption()) {
            return "'" + command + "' has no option " + word;
        }
        return isGroup ? "'" + command + "' has no command " + word : "'" + command + "' takes no argument " + word;
    }

    /** Prints what went wrong and returns the exit code for it. */
    public int tell(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof VarveException varve) {
            terminal.notice(varve.code() + ": " + varve.getMessage());
            return exitCode(varve.code());
        }
        if (cause instanceof StoreException.Damaged) {
            terminal.notice("DAMAGED: " + cause.getMessage());
            return ExitCode.NOT_VERIFIED;
        }
        if (cause instanceof IOException || cause instanceof UncheckedIOException || cause instanceof StoreException) {
            terminal.notice(describe(cause));
            return ExitCode.FAILED;
        }
        terminal.notice(ErrorCode.INTERNAL + ": " + cause);
        return ExitCode.FAILED;
    }

    private static int exitCode(ErrorCode code) {
        return switch (code) {
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case TIMEOUT -> ExitCode.TIMEOUT;
            default -> ExitCode.FAILED;
        };
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            Throwable next = cause.getCause();
            if (next == null) {
                return cause;
            }
            cause = next;
        }
        return cause;
    }

    /** A file system's exception often has the file as its whole message; its type says what is wrong with it. */
    private static String describe(Throwable cause) {
        if (cause instanceof java.nio.file.NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (cause instanceof java.nio.file.FileAlreadyExistsException there) {
            return there.getFile() + " exists already";
        }
        if (cause instanceof java.nio.file.AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        Throwable told = cause instanceof UncheckedIOException && cause.getCause() != null ? cause.getCause() : cause;
        return String.valueOf(told.getMessage());
    }
}
