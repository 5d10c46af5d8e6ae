/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a metadata node: a record as JSON that people read with ZooKeeper's own shell. Its first field is
 * {@code version}; a reader refuses a higher one than it knows, ignores fields that it doesn't know, and takes 0, false or
 * nothing for missing ones, which the record's constructor may refuse.
 */
final class NodeJson<T> {
    private static final String VERSION = "version";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer(
            new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private final Class<T> type;
    private final int version;

    NodeJson(Class<T> type, int version) {
        this.type = type;
        this.version = version;
    }

    byte[] encode(T content) {
        ObjectNode node = MAPPER.createObjectNode().put(VERSION, version);
        node.setAll(MAPPER.<ObjectNode>valueToTree(content));
        try {
            return WRITER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't encode " + content, e);
        }
    }

    /**
     * Reads a node's content.
     *
     * @throws VarveException UNSUPPORTED_VERSION for a version above the known one, DAMAGED for anything that isn't a content
     */
    T decode(String path, byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            int found = node.path(VERSION).asInt(0);
            if (found > version) {
                throw new VarveException(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "metadata node " + path + " has format version " + found + ", this broker reads up to "
                                + version + ": it needs a newer release");
            }
            if (found < 1 || !node.isObject()) {
                throw damaged(path, "it has no version", null);
            }
            return MAPPER.treeToValue(node, type);
        } catch (IOException e) {
            throw damaged(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static VarveException damaged(String path, String why, @Nullable Throwable cause) {
        return new VarveException(ErrorCode.DAMAGED, "metadata node " + path + " can't be read: " + why, cause);
    }
}
