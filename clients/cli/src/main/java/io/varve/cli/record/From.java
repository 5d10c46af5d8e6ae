/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.reader.StartPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** How a position to start from is written. */
public final class From {

    private From() {}

    /**
     * Reads {@code earliest}, {@code latest}, an offset, a time like {@code 2026-01-01T12:00:00Z} or a date, which means its
     * first moment in UTC.
     *
     * @throws VarveException INVALID_ARGUMENT
     */
    public static StartPosition parse(String text) {
        return switch (text) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            default -> isNumber(text) ? StartPosition.at(offset(text)) : StartPosition.at(time(text));
        };
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long offset(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "offset '" + text + "' is beyond " + Long.MAX_VALUE, e);
        }
    }

    private static Instant time(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            if (isTimeWithoutZone(text)) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the time '" + text + "' has no zone: put Z for UTC, or an offset like +02:00, behind it",
                        e);
            }
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + text + "' is none of earliest, latest, an offset, and a time like 2026-01-01T12:00:00Z",
                    e);
        }
    }

    private static boolean isTimeWithoutZone(String text) {
        try {
            LocalDateTime unused = LocalDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
