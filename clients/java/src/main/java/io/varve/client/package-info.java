/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The native client: producer, consumers, reader, admin. */
package io.varve.client;
