/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** CRC-32C (Castagnoli) over Netty buffers, the one checksum of our frames, batches and files. */
package io.varve.protocol.checksum;
