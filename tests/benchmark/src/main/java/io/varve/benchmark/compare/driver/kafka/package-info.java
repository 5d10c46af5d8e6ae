/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka through its Java client. */
package io.varve.benchmark.compare.driver.kafka;
