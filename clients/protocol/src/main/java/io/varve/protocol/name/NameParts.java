/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.name;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;

/** The grammar that tenants, namespaces, topics and groups share. */
final class NameParts {
    static final String DEFAULT_TENANT = "public";
    static final String DEFAULT_NAMESPACE = "default";

    private static final int MAX_CHARS = 128;
    private static final int MAX_QUOTED_CHARS = 64;

    private NameParts() {}

    /** Tenant, namespace and local name of {@code name} or {@code tenant/namespace/name}; the parts are not checked. */
    static String[] split(String kind, String name) {
        String[] parts = name.length() > 3 * MAX_CHARS + 2 ? new String[0] : name.split("/", -1);
        return switch (parts.length) {
            case 1 -> new String[] {DEFAULT_TENANT, DEFAULT_NAMESPACE, name};
            case 3 -> parts;
            default ->
                throw new VarveException(
                        ErrorCode.INVALID_NAME,
                        kind + " " + quote(name) + " is neither `" + kind + "` nor `tenant/namespace/" + kind + "`");
        };
    }

    /** Returns {@code part} if it is a name; INVALID_NAME says which rule it breaks. */
    static String check(String kind, String part) {
        if (part.isEmpty() || part.length() > MAX_CHARS) {
            throw invalid(kind, part, "has " + part.length() + " characters; it takes 1 to " + MAX_CHARS);
        }
        if (part.equals(".") || part.equals("..")) {
            throw invalid(kind, part, "is a step in a path and no name");
        }
        for (int i = 0; i < part.length(); i++) {
            if (!allowed(part.charAt(i))) {
                throw invalid(kind, part, "has at " + i + " something else than a-z, A-Z, 0-9, '.', '_' and '-'");
            }
        }
        return part;
    }

    static boolean isReserved(String part) {
        return part.startsWith("__") || part.endsWith(".dlq");
    }

    /** INVALID_NAME if {@code part} is kept for the broker's own use. */
    static void requireUnreserved(String kind, String part) {
        if (isReserved(part)) {
            throw invalid(kind, part, "is reserved: names of your own don't start with '__' or end with '.dlq'");
        }
    }

    static String full(String tenant, String namespace, String local) {
        return tenant + "/" + namespace + "/" + local;
    }

    static String shortest(String tenant, String namespace, String local) {
        return tenant.equals(DEFAULT_TENANT) && namespace.equals(DEFAULT_NAMESPACE)
                ? local
                : full(tenant, namespace, local);
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static VarveException invalid(String kind, String part, String broken) {
        return new VarveException(ErrorCode.INVALID_NAME, kind + " " + quote(part) + " " + broken);
    }

    /** The name for a message: cut to a bound, and without what could start a new line in a log. */
    private static String quote(String name) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < Math.min(name.length(), MAX_QUOTED_CHARS); i++) {
            char c = name.charAt(i);
            quoted.append(c < ' ' || Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return quoted.append(name.length() > MAX_QUOTED_CHARS ? "…'" : "'").toString();
    }
}
