/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** One client's connection to a fake broker. Touched on the fake's thread only. */
final class FakeConnection {
    final Channel channel;
    final Map<Integer, FakeReader> readers = new LinkedHashMap<>();
    final Deque<Runnable> held = new ArrayDeque<>();
    boolean holding;
    long unansweredProduceBytes;

    FakeConnection(Channel channel) {
        this.channel = channel;
    }

    void send(Frame frame) {
        ChannelFuture unused = channel.writeAndFlush(FrameCodec.encode(channel.alloc(), frame));
    }

    void close() {
        ChannelFuture unused = channel.close();
    }
}
