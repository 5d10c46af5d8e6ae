/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import java.util.List;
import java.util.SplittableRandom;

/** Requests made of valid ones: by other values in their places, by parts left out or doubled, by single wrong bytes. */
final class Mutation {
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "2",
            "-1",
            "5",
            "true",
            "false",
            "null",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "1.5",
            "1e400",
            "99999999999999999999",
            "2147483647",
            "9223372036854775807",
            "\"earliest\"",
            "\"latest\"",
            "\"2026-01-01T00:00:00Z\"",
            "\"2026-01-01T00:00:00\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"base64\"",
            "\"utf-8\"",
            "\"/w==\"");
    private static final List<String> WORDS = List.of(
            "0", "1", "2", "-1", "x", "", "true", "false", "1ms", "5ms", "1d", "%00", "%2F", "%zz", "json", "base64",
            "ä", "a/b/c", "..");

    private final SplittableRandom random;

    Mutation(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A request of one of these, changed. */
    Sample of(List<Sample> samples) {
        Sample sample = samples.get(random.nextInt(samples.size()));
        return switch (random.nextInt(10)) {
            case 0 -> sample;
            case 1, 2, 3 -> sample.withBody(otherValue(sample.body()));
            case 4, 5 -> sample.withTarget(otherWord(sample.target()));
            case 6 -> sample.withBody(bytes(sample.body()));
            case 7 -> sample.withTarget(bytes(sample.target()).replaceAll("[ \\r\\n\\u0000-\\u001f\\u007f]", "_"));
            case 8 -> sample.withHead(bytes(sample.head()));
            default -> sample.withBody(cut(sample.body()));
        };
    }

    /** One value of a JSON text becomes another. */
    private String otherValue(String body) {
        int colon = nth(body, ':');
        if (colon < 0) {
            return body;
        }
        int end = colon + 1;
        while (end < body.length() && ",}]".indexOf(body.charAt(end)) < 0) {
            end++;
        }
        return body.substring(0, colon + 1) + VALUES.get(random.nextInt(VALUES.size())) + body.substring(end);
    }

    /** One value of a query, or one step of a path, becomes another. */
    private String otherWord(String target) {
        int start = nth(target, random.nextBoolean() ? '=' : '/');
        if (start < 0) {
            return target;
        }
        int end = start + 1;
        while (end < target.length() && "/&?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return target.substring(0, start + 1) + word + target.substring(end);
    }

    private String bytes(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && !changed.isEmpty(); i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(256));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, (char) random.nextInt(256));
            }
        }
        return changed.toString();
    }

    private String cut(String text) {
        return text.isEmpty() || random.nextBoolean() ? text + text : text.substring(0, random.nextInt(text.length()));
    }

    private int nth(String text, char wanted) {
        long count = text.chars().filter(c -> c == wanted).count();
        int at = -1;
        for (long i = count == 0 ? 0 : random.nextLong(count) + 1; i > 0; i--) {
            at = text.indexOf(wanted, at + 1);
        }
        return at;
    }

    /**
     * A request.
     *
     * @param target path and query
     * @param head headers, each with its line end
     */
    record Sample(String method, String target, String head, String body) {
        Sample withTarget(String other) {
            return new Sample(method, other, head, body);
        }

        Sample withHead(String other) {
            return new Sample(method, target, other, body);
        }

        Sample withBody(String other) {
            return new Sample(method, target, head, other);
        }

        /** One character a byte. */
        String text() {
            boolean hasBody = method.equals("POST") || method.equals("PATCH");
            return method + " " + target + " HTTP/1.1\r\nhost: x\r\n" + head
                    + (hasBody ? "content-length: " + body.length() + "\r\n\r\n" + body : "\r\n");
        }
    }
}
