/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.varve.bench.driver.Driver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a bucket with one object. */
class ObjectsDriverTest {
    private static final byte[] OBJECT = ByteBuffer.allocate(14)
            .putInt(4)
            .put(new byte[] {1, 2, 3, 4})
            .putInt(2)
            .put(new byte[] {5, 6})
            .array();

    private final ConcurrentLinkedQueue<String> ranges = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anObjectIsReadInRangesOfTheSizeThatIsSet() {
        List<byte[]> values = new ArrayList<>();
        driver(Map.of("parallel", "1", "rangeBytes", "6")).readAll(List.of("topic"), values::add);

        assertThat(values).containsExactly(new byte[] {1, 2, 3, 4}, new byte[] {5, 6});
        assertThat(ranges).containsExactly("bytes=0-5", "bytes=6-11", "bytes=12-13");
    }

    @Test
    void aSettingThatNobodyKnowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver(Map.of("range", "6")))
                .withMessageContaining("rangeBytes");
    }

    private Driver driver(Map<String, String> settings) {
        return new ObjectsDriverFactory()
                .open("http://127.0.0.1:" + server.getAddress().getPort() + "/bucket", settings);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] body;
        if (range == null) {
            body = ("<Contents><Key>topic/000000</Key><Size>" + OBJECT.length + "</Size></Contents>")
                    .getBytes(StandardCharsets.UTF_8);
        } else {
            ranges.add(range);
            String[] ends = range.substring("bytes=".length()).split("-", 2);
            body = Arrays.copyOfRange(OBJECT, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
