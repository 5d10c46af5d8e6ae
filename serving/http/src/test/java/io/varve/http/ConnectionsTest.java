/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionsTest extends GatewayFixture {
    @Override
    HttpConfig config() {
        return config(4 << 20, Duration.ofSeconds(1));
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                write(socket, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
                assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
            }
        }
    }

    @Test
    void http2IsSpokenByUpgradeAndManyRequestsShareAConnection() throws Exception {
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(uri("/healthz")).build();
        assertThat(http2.send(request, HttpResponse.BodyHandlers.ofString()).version())
                .isEqualTo(HttpClient.Version.HTTP_2);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(http2.sendAsync(
                    HttpRequest.newBuilder(uri("/topics/orders/messages"))
                            .header("content-type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("v" + i))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> each : all) {
            assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(gateway.connections()).isLessThanOrEqualTo(2);
        assertThat(cluster.records("orders", 0).size()
                        + cluster.records("orders", 1).size())
                .isEqualTo(50);
    }

    @Test
    void anAnswerIsPackedForWhoeverTakesIt() throws Exception {
        HttpResponse<byte[]> packed = http.send(
                HttpRequest.newBuilder(uri("/openapi.json"))
                        .header("accept-encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get("/openapi.json").body());
        }
    }

    @Test
    void aConnectionThatSaysNothingIsCut() throws IOException {
        try (Socket socket = connect()) {
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void theFirstHeadThatComesByteByByteIsCut() throws Exception {
        String http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        String settings = "\0\0\0\4\0\0\0\0\0";
        String headersOfManyBytes = "\0\77\177\1\4\0\0\0\1";
        List<String> starts = List.of(
                "G", "GET /healthz HTTP/1.1\r\nx-slow: ", "PRI * HTTP/2", http2 + settings + headersOfManyBytes);
        ExecutorService threads = Executors.newFixedThreadPool(starts.size());
        try {
            List<Callable<Boolean>> trickles = starts.stream()
                    .map(start -> (Callable<Boolean>) () -> {
                        try (Socket socket = connect()) {
                            return endsWhileTrickling(socket, start);
                        }
                    })
                    .toList();
            List<Future<Boolean>> ends = threads.invokeAll(trickles);
            for (int i = 0; i < ends.size(); i++) {
                assertThat(ends.get(i).get()).as(starts.get(i)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gateway.connections() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(gateway.connections()).isZero();
    }

    @Test
    void aHeadThatComesByteByByteAfterARequestIsCut() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            assertThat(endsWhileTrickling(socket, "GET /healthz HTTP/1.1\r\nx-slow: "))
                    .isTrue();
        }
    }

    @Test
    void aBodyThatComesByteByByteIsCut() throws Exception {
        try (Socket socket = connect()) {
            assertThat(endsWhileTrickling(socket, head("content-length: 1000000")))
                    .isTrue();
        }
        awaitNoRequests();
        awaitNoBodies();
    }

    @Test
    void aCallerThatDoesNotReadItsAnswerIsCut() throws Exception {
        String large = "x".repeat(1_000_000);
        for (int i = 0; i < 4; i++) {
            assertThat(post("/topics/orders/messages", "{\"records\":[{\"partition\":0,\"value\":\"" + large + "\"}]}")
                            .statusCode())
                    .isEqualTo(200);
        }
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), gateway.address().getPort()));
            for (int i = 0; i < 4; i++) {
                write(socket, "GET /topics/orders/partitions/0/records?maxBytes=8000000 HTTP/1.1\r\nhost: x\r\n\r\n");
            }
            while (gateway.requests() == 0) {
                Thread.onSpinWait();
            }
            // Between two of its requests there is none for a moment, and its end is noticed a moment after that of the
            // last.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (gateway.connections() > 1 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(gateway.connections()).isLessThanOrEqualTo(1);
            awaitNoRequests();
        }
    }

    @Test
    void whatIsNoRequestIsAProblemToo() throws IOException {
        assertThat(exchange("GET /healthz HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
        assertThat(exchange("GET /" + "y".repeat(10_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
                .startsWith("HTTP/1.0 414");
        assertThat(exchange("nonsense\r\n\r\n")).contains(" 400 ");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(json(get("/nowhere")).path("code").asText()).isEqualTo("UNKNOWN_COMMAND");
        assertThat(post("/healthz", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void expectationsAreMetOrRefusedBeforeTheBody() throws IOException {
        try (Socket socket = connect()) {
            write(socket, head("expect: 100-continue\r\ncontent-length: 2"));
            assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(line(socket)).isEmpty();
            write(socket, "ok");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
        try (Socket socket = connect()) {
            write(socket, head("expect: 100-continue\r\ncontent-length: 99000000"));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    private void awaitNoRequests() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gateway.requests() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends one byte after the other until the other side has had enough. */
    private static boolean endsWhileTrickling(Socket socket, String start) throws Exception {
        write(socket, start);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        socket.setSoTimeout(20);
        int waits = 0;
        while (System.nanoTime() < deadline) {
            try {
                write(socket, "x");
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                waits++;
            } catch (SocketException e) {
                return true;
            }
        }
        throw new AssertionError("still open after " + waits + " bytes");
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return answer(socket);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Of a publish. */
    private static String head(String more) {
        return "POST /topics/orders/messages HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n" + more + "\r\n\r\n";
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** The head and the body, which has a length. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        int length = 0;
        for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
            answer.append(line).append('\n');
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        return answer.append(new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8))
                .toString();
    }
}
