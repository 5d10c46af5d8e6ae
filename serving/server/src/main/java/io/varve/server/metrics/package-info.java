/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a broker tells Prometheus. docs/operations.md lists every name; labels are shards, bookies, commands and error codes,
 * never topics or clients.
 */
package io.varve.server.metrics;
