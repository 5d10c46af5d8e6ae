/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;

/**
 * For whom a member is kept.
 *
 * @param clientId as the caller names itself
 */
record MemberKey(GroupName group, TopicName topic, String clientId) {}
