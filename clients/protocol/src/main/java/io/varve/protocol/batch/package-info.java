/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Record batches, Kafka's public format v2: made and compressed once by the producer and never re-encoded after that. Byte
 * drawing in docs/formats.md.
 */
package io.varve.protocol.batch;
