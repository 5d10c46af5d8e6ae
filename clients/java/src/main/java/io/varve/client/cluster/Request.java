/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import com.google.protobuf.MessageLite;
import io.varve.protocol.frame.CommandType;
import java.time.Duration;

/**
 * What to ask.
 *
 * @param timeout from the first attempt to the answer, all attempts together
 * @param <T> the answer's type
 */
public record Request<T extends MessageLite>(
        CommandType type, MessageLite command, Class<T> answer, Repeat repeat, Duration timeout) {}
