/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Passes TCP connections on to another address, unless told to be a bad network:
 *
 * <ul>
 *   <li><i>cut</i>: connections are reset, and new ones too, as soon as they are there;
 *   <li><i>delayed</i>: each piece of data comes so much later, in order;
 *   <li><i>silent</i> in one direction: nothing of it arrives, and nobody is told. What was held back arrives when that is over,
 *       as with packets that are sent again.
 * </ul>
 *
 * <p>At most a mebibyte is held per connection and direction; then the sender isn't read, and waits. All methods may be called
 * from any thread; what they ask for is in force when they return.
 */
public final class TcpProxy implements AutoCloseable {
    private final EventLoop loop;
    private final Supplier<InetSocketAddress> target;
    private final Channel server;
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLong endedByTarget = new AtomicLong();
    private final AtomicLong delayedBytes = new AtomicLong();
    private final AtomicLong silencedBytes = new AtomicLong();
    /** Of the loop, as are the states below. */
    private final Set<Link> links = new LinkedHashSet<>();

    private final Map<Direction, Boolean> silent = new EnumMap<>(Direction.class);
    private boolean isCut;
    private long delayNanos;

    /**
     * Listens.
     *
     * @param address port 0 for any
     * @param target asked anew for each connection
     * @throws IOException when it can't listen there
     */
    public TcpProxy(ProxyLoop loops, InetSocketAddress address, Supplier<InetSocketAddress> target) throws IOException {
        this.loop = loops.loop();
        this.target = target;
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                // Nothing is read before there is somewhere to pass it on to.
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accept(client);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("can't listen at " + address + ": " + bound.cause(), bound.cause());
        }
        server = bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    private void accept(Channel client) {
        Link link = new Link(this, client);
        if (isCut) {
            link.reset();
            return;
        }
        links.add(link);
        link.connect(target.get());
    }

    /** Passes everything on, at once. */
    public void pass() {
        onLoop(() -> {
            isCut = false;
            delayNanos = 0;
            silent.clear();
            Set.copyOf(links).forEach(Link::pump);
        });
    }

    /** Resets all connections, and those that come. */
    public void cut() {
        onLoop(() -> {
            isCut = true;
            Set.copyOf(links).forEach(Link::reset);
        });
    }

    /** Passes everything on so much later. */
    public void delay(Duration time) {
        onLoop(() -> delayNanos = time.toNanos());
    }

    /** Passes nothing on in this direction. */
    public void silence(Direction direction) {
        onLoop(() -> silent.put(direction, true));
    }

    /** Connections that it reset, those that came while it was cut included. */
    public long resets() {
        return resets.get();
    }

    /** Connections that whoever it passes on to has ended. */
    public long endedByTarget() {
        return endedByTarget.get();
    }

    /** Bytes that it passed on later than it had them. */
    public long delayedBytes() {
        return delayedBytes.get();
    }

    /** Bytes that came while they were not to be passed on. */
    public long silencedBytes() {
        return silencedBytes.get();
    }

    private void onLoop(Runnable change) {
        if (loop.isShuttingDown()) {
            return;
        }
        CompletableFuture.runAsync(change, loop).join();
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        onLoop(() -> Set.copyOf(links).forEach(Link::close));
    }

    boolean isSilent(Direction direction) {
        return silent.containsKey(direction);
    }

    long delayNanos() {
        return delayNanos;
    }

    void wasReset() {
        resets.incrementAndGet();
    }

    void targetEnded() {
        endedByTarget.incrementAndGet();
    }

    void held(Direction direction, int bytes) {
        if (isSilent(direction)) {
            silencedBytes.addAndGet(bytes);
        } else if (delayNanos > 0) {
            delayedBytes.addAndGet(bytes);
        }
    }

    void ended(Link link) {
        links.remove(link);
    }
}
