/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

/** How {@link RecordJson} writes values. */
public enum ValueForm {
    /** JSON objects and arrays as they are, other UTF-8 as text, the rest in base64. */
    JSON,
    /** UTF-8 as text, the rest in base64. */
    TEXT,
    /** All in base64. */
    BASE64
}
