/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Administration: topics, groups, brokers, shards. */
package io.varve.http.admin;
