/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The object format {@code .vseg}: what is in an object, how one is written, opened and checked. Bytes: docs/formats.md. */
package io.varve.objects.format;
