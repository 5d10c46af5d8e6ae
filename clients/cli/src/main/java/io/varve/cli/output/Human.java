/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Numbers as people read them. What is exact is in the JSON. */
public final class Human {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Human() {}

    /** Bytes with one decimal in the largest unit that leaves at least 1: {@code 1.5 GiB}. */
    public static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (unit < SIZES.length - 1 && Math.round(size * 10) >= 10_240) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, SIZES[unit]);
    }

    /** Bytes per second in megabytes, as the planner of moves gives them: {@code 41.2 MB/s}. */
    public static String rate(long bytesPerSecond) {
        return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
    }

    /** A span in its two largest units, {@code 3d 4h}; below a minute in seconds with one decimal, {@code 2.5s}. */
    public static String age(Duration span) {
        if (span.compareTo(Duration.ofSeconds(60)) < 0) {
            return String.format(Locale.ROOT, "%.1fs", Math.max(0, span.toMillis() / 100) / 10.0);
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return span.toMinutes() + "m " + span.toSecondsPart() + "s";
        }
        return span.compareTo(Duration.ofDays(1)) < 0
                ? span.toHours() + "h " + span.toMinutesPart() + "m"
                : span.toDays() + "d " + span.toHoursPart() + "h";
    }

    /** ISO-8601 in UTC with milliseconds, the form that tables and JSON share. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** {@code 1 record}, {@code 2 records}: the number with the noun, which gets an s. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
