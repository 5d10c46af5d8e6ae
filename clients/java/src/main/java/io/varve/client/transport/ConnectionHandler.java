/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.Welcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The end of a channel's pipeline: shakes hands, then tells its {@link Connection} what happens. Runs on the channel's loop. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final int VERSION = 1;
    private static final int HELLO_ID = 1;
    private static final String SOFTWARE = "varve-java " + version();

    private final Address address;
    private final ConnectionOptions options;
    private final CompletableFuture<Connection> opened;
    private @Nullable Connection connection;
    private @Nullable Throwable cause;

    ConnectionHandler(Address address, ConnectionOptions options, CompletableFuture<Connection> opened) {
        this.address = address;
        this.options = options;
        this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Loops.later(context.channel().eventLoop(), options.connectTimeout().toNanos(), () -> {
            if (connection == null) {
                refuse(context, "no welcome within " + options.connectTimeout().toMillis() + " ms", null);
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Hello hello = Hello.newBuilder()
                .setMinVersion(VERSION)
                .setMaxVersion(VERSION)
                .setClientId(options.clientId())
                .setSoftware(SOFTWARE)
                .build();
        context.writeAndFlush(Frame.request(CommandType.HELLO, HELLO_ID, hello))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Frame frame = (Frame) message;
        try {
            if (frame.type() == CommandType.CONNECTION) {
                broken(context, frame);
            } else if (connection != null) {
                connection.received(frame);
            } else {
                welcomed(context, frame);
            }
        } finally {
            frame.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && connection != null) {
            connection.silent();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        cause = failure;
        close(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (connection != null) {
            connection.ended(cause);
        } else {
            refuse(context, "closed during the handshake", cause);
        }
    }

    private void welcomed(ChannelHandlerContext context, Frame frame) {
        if (frame.message() instanceof Welcome welcome && welcome.getVersion() == VERSION) {
            connection = new Connection(context.channel(), address, welcome, options);
            opened.complete(connection);
        } else if (frame.message() instanceof io.varve.protocol.wire.Error error) {
            opened.completeExceptionally(CallException.answered(error));
            close(context);
        } else {
            refuse(context, "expected a welcome for version " + VERSION + ", got " + frame.type(), null);
        }
    }

    /** The broker gives the connection up and says why. */
    private void broken(ChannelHandlerContext context, Frame frame) {
        if (frame.message() instanceof io.varve.protocol.wire.Error error) {
            cause = CallException.answered(error);
            opened.completeExceptionally(cause);
        }
        close(context);
    }

    private void refuse(ChannelHandlerContext context, String why, @Nullable Throwable failure) {
        opened.completeExceptionally(CallException.notSent(
                ErrorCode.UNREACHABLE,
                "server " + address + ": " + why + (failure == null ? "" : ": " + failure),
                failure));
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        // Its end comes back as channelInactive().
        ChannelFuture unused = context.close();
    }

    private static String version() {
        String version = ConnectionHandler.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
