/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.Record;
import io.varve.protocol.batch.RecordHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordPrinterTest {
    private static final long TIME = 1_767_225_600_123L;
    private static final byte[] NOT_TEXT = {(byte) 0xff, 0, '\n'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void valuesAreLinesByteForByte() throws IOException {
        RecordPrinter printer = new FieldPrinter(List.of(RecordField.VALUE), out);
        printer.print(record(text("k"), text("größe"), List.of()));
        printer.print(record(null, new byte[0], List.of()));
        printer.print(record(null, NOT_TEXT, List.of()));
        printer.flush();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(text("größe\n\n"));
        expected.write(NOT_TEXT);
        expected.write('\n');
        assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void fieldsStandInTheOrderThatWasAskedFor() throws IOException {
        RecordPrinter printer = new FieldPrinter(
                List.of(
                        RecordField.KEY,
                        RecordField.VALUE,
                        RecordField.TOPIC,
                        RecordField.PARTITION,
                        RecordField.OFFSET,
                        RecordField.TIMESTAMP,
                        RecordField.HEADERS),
                out);
        List<RecordHeader> headers = List.of(new RecordHeader("a", text("1")), new RecordHeader("b", null));
        printer.print(record(text("k"), text("v"), headers));
        printer.print(record(null, null, List.of()));
        printer.flush();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "k\tv\torders\t3\t17\t2026-01-01T00:00:00.123Z\ta=1,b=",
                        "\t\torders\t3\t17\t2026-01-01T00:00:00.123Z\t");
    }

    @Test
    void jsonIsAnObjectOnALineForEachRecord() throws IOException {
        RecordPrinter printer = new JsonPrinter(out);
        printer.print(record(text("k"), text("{\"a\":\n1}"), List.of(new RecordHeader("h", text("x")))));
        printer.print(record(null, null, List.of(new RecordHeader("h", null))));
        printer.flush();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        {"topic":"orders","partition":3,"offset":17,"timestamp":"2026-01-01T00:00:00.123Z",\
                        "key":"k","value":"{\\"a\\":\\n1}","encoding":"utf-8",\
                        "headers":[{"key":"h","value":"x"}],"deliveries":null}
                        {"topic":"orders","partition":3,"offset":17,"timestamp":"2026-01-01T00:00:00.123Z",\
                        "key":null,"value":null,"encoding":"utf-8",\
                        "headers":[{"key":"h","value":null}],"deliveries":null}
                        """);
    }

    @Test
    void whatIsNotTextIsBase64AndSoIsTheRestOfItsRecord() throws IOException {
        RecordPrinter printer = new JsonPrinter(out);
        printer.print(record(text("k"), NOT_TEXT, List.of()));
        printer.flush();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"key\":\"aw==\",\"value\":\"/wAK\",\"encoding\":\"base64\"");
    }

    @Test
    void nothingIsWrittenBeforeAFlushIfItIsLittle() throws IOException {
        RecordPrinter printer = new FieldPrinter(List.of(RecordField.VALUE), out);
        printer.print(record(null, text("v"), List.of()));
        assertThat(out.size()).isZero();
        printer.flush();
        assertThat(out.size()).isEqualTo(2);
    }

    private static ReceivedRecord<byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
        return new ReceivedRecord<>(
                new TopicPartition("orders", 3), new Record(17, TIME, key, value, headers), Schema.bytes());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
