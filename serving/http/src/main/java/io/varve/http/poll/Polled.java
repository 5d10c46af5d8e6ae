/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.record.ReceivedRecord;
import java.util.List;

/** What a poll gives. */
record Polled(List<ReceivedRecord<byte[]>> records, String memberId, long memberEpoch) {}
