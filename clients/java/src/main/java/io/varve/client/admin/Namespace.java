/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;

/**
 * A namespace of topics and groups.
 *
 * @param name {@code tenant/namespace}
 * @param created when it was created
 * @param shardSet where its new topics and its groups are
 */
public record Namespace(String name, Instant created, String shardSet) {}
