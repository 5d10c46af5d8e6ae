/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.BrokerAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One listening socket of a {@link FakeCluster}, all of whose brokers run on one thread. */
public final class FakeBroker {
    private final FakeCluster cluster;
    private final EventLoopGroup group;
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private Channel server;
    private int port;

    FakeBroker(FakeCluster cluster, EventLoopGroup group) {
        this.cluster = cluster;
        this.group = group;
        this.server = listen(0);
        this.port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Where it listens, as the client's builder takes it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Closes all connections; new ones are accepted. */
    public void cutConnections() {
        connections.forEach(connection -> connection.close().syncUninterruptibly());
    }

    /** Closes the socket and all connections. */
    public void stop() {
        server.close().syncUninterruptibly();
        cutConnections();
    }

    /** Listens again where it listened before. */
    public void restart() {
        server = listen(port);
    }

    /** How many are open. */
    public int connections() {
        return connections.size();
    }

    BrokerAddress wireAddress() {
        return BrokerAddress.newBuilder()
                .setBrokerId("fake-" + port)
                .setHost("127.0.0.1")
                .setPort(port)
                .build();
    }

    private Channel listen(int onPort) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Decoder(), new Session(new FakeConnection(channel)));
                    }
                })
                .bind("127.0.0.1", onPort)
                .syncUninterruptibly()
                .channel();
    }

    private final class Session extends ChannelInboundHandlerAdapter {
        private final FakeConnection connection;

        Session(FakeConnection connection) {
            this.connection = connection;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connections.add(context.channel());
            cluster.connected(connection);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.remove(context.channel());
            cluster.disconnected(connection);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            cluster.received(FakeBroker.this, connection, (Frame) message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.channel().unsafe().closeForcibly();
        }
    }

    private static final class Decoder extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            FrameHeader header = FrameCodec.header(in, FrameCodec.MAX_FRAME_BYTES);
            if (header != null && in.readableBytes() >= header.frameBytes()) {
                out.add(FrameCodec.decode(header, in));
            }
        }
    }
}
