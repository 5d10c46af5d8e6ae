/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What applications send and receive: records, their positions, and schemas between bytes and values. */
package io.varve.client.record;
