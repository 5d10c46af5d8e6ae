/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The API's OpenAPI document, as far as requests are read and routes are mounted by it. */
package io.varve.http.document;
