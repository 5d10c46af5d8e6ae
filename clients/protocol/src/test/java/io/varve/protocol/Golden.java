/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Pinned bytes: test resources of hexadecimal pairs, where {@code #} starts a comment. */
public final class Golden {
    private Golden() {}

    /** The bytes of {@code /golden/NAME.hex}, on the heap: they need no release. */
    public static ByteBuf read(String name) {
        return Unpooled.wrappedBuffer(bytes(name));
    }

    /** The bytes of {@code /golden/NAME.hex}. */
    public static byte[] bytes(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".hex")) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + name);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String pairs = line.split("#", 2)[0].replace(" ", "");
                out.writeBytes(HexFormat.of().parseHex(pairs));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
