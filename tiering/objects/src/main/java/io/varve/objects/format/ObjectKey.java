/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.varve.objects.KeyGrammar;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of an object: {@code v1/<clusterId>/<tenant or _shared>/<2 hex>/<shard>-<incarnation>/<first sequence>-<uuid>.vseg}.
 * It says whose the object is, so that a sweep lists only its own; the uuid makes each attempt's key a new one, so that none is
 * ever written twice. The 2 hex digits spread the shards over the prefixes by which stores divide their load. The sequence has
 * 20 digits: a shard's objects are listed in log order.
 *
 * @param clusterId the cluster
 * @param tenant the tenant whose data alone it holds, or {@link #SHARED}
 * @param shard the shard whose log it comes from
 * @param incarnation the shard's incarnation
 * @param firstSequence lowest log sequence of a batch in it
 * @param id of this attempt
 */
public record ObjectKey(UUID clusterId, String tenant, int shard, int incarnation, long firstSequence, UUID id) {
    /** In place of a tenant: the object holds partitions of several. */
    public static final String SHARED = "_shared";

    private static final String UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern PATTERN = Pattern.compile("v1/(" + UUID_PATTERN
            + ")/([^/]+)/([0-9a-f]{2})/(\\d{1,10})-(\\d{1,10})/(\\d{20})-(" + UUID_PATTERN + ")\\.vseg");

    public ObjectKey {
        if (tenant.contains("/")) {
            throw new IllegalArgumentException("tenant '" + tenant + "' has a '/'");
        }
        if (shard < 0 || incarnation < 0 || firstSequence < 0) {
            throw new IllegalArgumentException("shard, incarnation and first sequence are at least 0, got " + shard
                    + ", " + incarnation + ", " + firstSequence);
        }
    }

    /** A key that nobody has used before. */
    public static ObjectKey next(UUID clusterId, String tenant, int shard, int incarnation, long firstSequence) {
        return new ObjectKey(clusterId, tenant, shard, incarnation, firstSequence, UUID.randomUUID());
    }

    /** Reads a key; empty when it isn't one of an object. */
    public static Optional<ObjectKey> parse(String key) {
        Matcher matcher = PATTERN.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            ObjectKey parsed = new ObjectKey(
                    UUID.fromString(matcher.group(1)),
                    matcher.group(2),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(5)),
                    Long.parseLong(matcher.group(6)),
                    UUID.fromString(matcher.group(7)));
            return Optional.of(parsed).filter(it -> it.toString().equals(key));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What all keys of a tenant's objects of one shard begin with. */
    public static String prefix(UUID clusterId, String tenant, int shard, int incarnation) {
        // Fibonacci hashing: neighbouring shards get prefixes far apart.
        int spread = (shard * 0x9E3779B9 + incarnation) >>> 24;
        return String.format(Locale.ROOT, "v1/%s/%s/%02x/%d-%d/", clusterId, tenant, spread, shard, incarnation);
    }

    @Override
    public String toString() {
        String prefix = prefix(clusterId, tenant, shard, incarnation);
        return KeyGrammar.check(String.format(Locale.ROOT, "%s%020d-%s.vseg", prefix, firstSequence, id));
    }
}
