/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a shard's log holds, byte for byte: entries, and in them typed records. Pure formats, without I/O. */
package io.varve.log.record;
