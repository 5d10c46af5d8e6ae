/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The native client: where producers, consumers, readers and the admin come from. */
package io.varve.client;
