/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading partitions: push with byte credits, following owners, seeking; the reader without a group is here. */
package io.varve.client.reader;
