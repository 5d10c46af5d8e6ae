/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Where the records of a replay begin, end and lie: as the brokers say, or as the objects alone show. */
package io.varve.replay.plan;
