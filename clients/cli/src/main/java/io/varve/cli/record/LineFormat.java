/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.producer.ProducerRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** What stands where in a line: a message id, then a key, then the value; the first two only where their separators stand. */
final class LineFormat {
    private final Separator afterId;
    private final Separator afterKey;
    private final OptionalInt partition;

    /**
     * Lines taken apart so.
     *
     * @param partition where their records go; empty = as key or message id say
     */
    LineFormat(Separator afterId, Separator afterKey, OptionalInt partition) {
        this.afterId = afterId;
        this.afterKey = afterKey;
        this.partition = partition;
    }

    /** Whether lines may have message ids. */
    boolean hasIds() {
        return afterId.bytes() > 0;
    }

    /**
     * The record that a line stands for.
     *
     * @throws VarveException INVALID_ARGUMENT for a message id that is none
     */
    ProducerRecord<byte[]> record(byte[] line) {
        int idEnd = afterId.find(line, 0);
        int keyStart = idEnd < 0 ? 0 : idEnd + afterId.bytes();
        int keyEnd = afterKey.find(line, keyStart);
        int valueStart = keyEnd < 0 ? keyStart : keyEnd + afterKey.bytes();
        ProducerRecord<byte[]> record =
                ProducerRecord.of(valueStart == 0 ? line : Arrays.copyOfRange(line, valueStart, line.length));
        if (keyEnd >= 0) {
            record = record.key(Arrays.copyOfRange(line, keyStart, keyEnd));
        }
        if (idEnd >= 0) {
            record = record.messageId(text(ByteBuffer.wrap(line, 0, idEnd)));
        }
        return partition.isPresent() ? record.partition(partition.getAsInt()) : record;
    }

    private static String text(ByteBuffer utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            // Replaced characters would make one id of two.
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "message id is not in UTF-8", e);
        }
    }
}
