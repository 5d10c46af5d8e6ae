/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The metadata store over Curator and ZooKeeper. */
package io.varve.zookeeper;
