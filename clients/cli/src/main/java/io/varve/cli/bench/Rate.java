/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.cli.run.Parsed;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * How much is sent in a second: one of the two numbers, the other is 0; both 0 = as much as goes.
 *
 * @param records of any size
 * @param bytes of record values
 */
record Rate(long records, long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)(kB|MB|GB)?(?:/s)?");

    /**
     * Reads {@code 5000}, {@code 5000/s}, {@code 20MB} or {@code 20MB/s}, or {@code max}.
     *
     * @throws VarveException INVALID_ARGUMENT
     */
    static Rate parse(String text) {
        if (text.equals("max")) {
            return new Rate(0, 0);
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        String unit = matcher.group(2);
        long amount = new BigDecimal(matcher.group(1))
                .scaleByPowerOfTen(exponent(unit))
                .longValue();
        if (amount < 1) {
            throw refused(text);
        }
        return unit == null ? new Rate(amount, 0) : new Rate(0, amount);
    }

    /** Records a second for records of this size, at least 1; 0 = as many as go. */
    long recordsPerSecond(int recordBytes) {
        return bytes == 0 ? records : Math.max(1, bytes / recordBytes);
    }

    private static int exponent(@Nullable String unit) {
        if (unit == null) {
            return 0;
        }
        return switch (unit) {
            case "kB" -> 3;
            case "MB" -> 6;
            default -> 9;
        };
    }

    private static VarveException refused(String text) {
        return new VarveException(
                ErrorCode.INVALID_ARGUMENT, "'" + text + "' is no rate, like 5000 (records/s), 500kB/s, 20MB/s or max");
    }

    /** Reads it on the command line. */
    static final class Converter implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            return new Parsed<>(Rate::parse).convert(text);
        }
    }
}
