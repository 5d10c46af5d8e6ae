/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A job's node: JSON that people can read, its first field {@code version}. A reader refuses a higher one than it knows and
 * ignores fields that it doesn't know.
 */
final class JobJson {
    private static final String VERSION_FIELD = "version";
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JobJson() {}

    static byte[] encode(Job job) {
        ObjectNode node = MAPPER.createObjectNode().put(VERSION_FIELD, VERSION);
        node.setAll(MAPPER.<ObjectNode>valueToTree(job));
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't encode " + job, e);
        }
    }

    /**
     * Reads a node.
     *
     * @throws VarveException UNSUPPORTED_VERSION for a version above the known one, DAMAGED for anything that is no job
     */
    static Job decode(String id, byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            int found = node.path(VERSION_FIELD).asInt(0);
            if (found > VERSION) {
                throw new VarveException(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "job " + id + " has format version " + found + ", this server reads up to " + VERSION
                                + ": it needs a newer release");
            }
            if (found < 1 || !node.isObject()) {
                throw damaged(id, "it has no version", null);
            }
            return MAPPER.treeToValue(node, Job.class);
        } catch (IOException e) {
            throw damaged(id, String.valueOf(e.getMessage()), e);
        }
    }

    private static VarveException damaged(String id, String why, @Nullable Throwable cause) {
        return new VarveException(ErrorCode.DAMAGED, "job " + id + " can't be read: " + why, cause);
    }
}
