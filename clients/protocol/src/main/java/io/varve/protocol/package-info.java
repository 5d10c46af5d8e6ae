/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What travels between client and broker: frames, commands, error codes, names, record batches. */
package io.varve.protocol;
