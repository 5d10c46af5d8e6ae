/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.List;

/**
 * Some topics, sorted by name.
 *
 * @param more whether others follow the last one
 */
public record TopicPage(List<TopicSummary> topics, boolean more) {}
