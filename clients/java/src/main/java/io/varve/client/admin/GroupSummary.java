/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.List;

/**
 * A stream group.
 *
 * @param name short where the group is in {@code public/default}
 * @param members now
 * @param topics that it reads or has commits for
 */
public record GroupSummary(String name, int members, List<String> topics) {}
