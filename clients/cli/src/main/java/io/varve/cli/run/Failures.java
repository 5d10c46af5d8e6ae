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
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where failures become a sentence on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
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
        terminal.notice(String.valueOf(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().flush();
        terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
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
            return missing.getFile() + ": no such file";
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
