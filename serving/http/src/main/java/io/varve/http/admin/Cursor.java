/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import io.varve.http.call.Call;
import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page of a list begins: the last name of the page before, in a form that nobody is tempted to make up. */
final class Cursor {
    private Cursor() {}

    /** The cursor after this name. */
    static String after(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name that the call's cursor stands for; empty if it has none. */
    static String name(Call call) {
        String cursor = call.optionalText("cursor").orElse("");
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    ErrorCode.INVALID_ARGUMENT, "cursor is `" + cursor + "`, which is none that an answer has given");
        }
    }
}
