/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Object storage: the port with its memory and directory stores, the object format, and the reader of old records. */
package io.varve.objects;
