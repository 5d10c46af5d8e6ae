/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Creating, deleting and looking at topics, groups and the cluster. */
package io.varve.client.admin;
