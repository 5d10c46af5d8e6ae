/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.unit;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;

/** A whole number with a unit behind it. */
final class Quantity {
    private static final int MAX_CHARS = 32;

    private Quantity() {}

    /** A unit and how many of the smallest unit it holds. */
    record Unit(String suffix, long factor) {}

    /** Reads {@code text} into the smallest unit; {@code units} go from the largest to the smallest. */
    static long parse(String what, String text, Unit[] units, String example) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String suffix = text.substring(digits);
        for (Unit unit : units) {
            if (digits > 0 && digits < MAX_CHARS && unit.suffix.equals(suffix)) {
                try {
                    return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit.factor);
                } catch (ArithmeticException | NumberFormatException e) {
                    throw new VarveException(
                            ErrorCode.INVALID_ARGUMENT,
                            what + " '" + text + "' is beyond " + Long.MAX_VALUE / unit.factor + suffix,
                            e);
                }
            }
        }
        throw new VarveException(
                ErrorCode.INVALID_ARGUMENT,
                what + " '" + text.substring(0, Math.min(text.length(), MAX_CHARS))
                        + "' is not a whole number and one of" + suffixes(units) + ", like " + example);
    }

    /** The shortest exact form; {@code units} go from the largest to the smallest, whose factor is 1. */
    static String format(long amount, Unit[] units) {
        for (Unit unit : units) {
            if (amount != 0 && amount % unit.factor == 0) {
                return amount / unit.factor + unit.suffix;
            }
        }
        return "0" + units[units.length - 1].suffix;
    }

    private static String suffixes(Unit[] units) {
        StringBuilder all = new StringBuilder();
        for (Unit unit : units) {
            all.append(' ').append(unit.suffix);
        }
        return all.toString();
    }
}
