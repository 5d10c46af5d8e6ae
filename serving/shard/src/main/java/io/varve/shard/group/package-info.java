/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Stream groups: who reads which partition, and how far each group has come. */
package io.varve.shard.group;
