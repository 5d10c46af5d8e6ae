/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Request bodies in JSON, read so that whatever is wrong with them is named by its place. */
package io.varve.http.json;
