/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Sending records: batches, retries in order, idempotence, back-pressure. */
package io.varve.client.producer;
