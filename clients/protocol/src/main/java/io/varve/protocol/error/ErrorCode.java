/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.error;

/**
 * Stable error codes of the native protocol, the HTTP API and the command line. A number is never given a second meaning.
 */
public enum ErrorCode {
    /** A frame whose header, length or checksum is wrong; the connection is closed, since its stream can't be trusted. */
    MALFORMED_FRAME(1, false, Actor.CLIENT),
    /** No protocol version that both sides speak. */
    UNSUPPORTED_VERSION(2, false, Actor.USER),
    /** A frame type that this broker doesn't know. */
    UNKNOWN_COMMAND(3, false, Actor.USER),
    /** A command that can't be decoded or whose fields break a rule; the message names field, value and limit. */
    INVALID_ARGUMENT(4, false, Actor.USER),
    /** A tenant, namespace, topic or group name outside its grammar. */
    INVALID_NAME(5, false, Actor.USER),
    TOPIC_NOT_FOUND(6, false, Actor.USER),
    TOPIC_EXISTS(7, false, Actor.USER),
    PARTITION_NOT_FOUND(8, false, Actor.USER),
    /** This broker doesn't own the shard; the error carries the owner if it is known. Nothing was applied. */
    NOT_OWNER(9, true, Actor.CLIENT),
    RECORD_TOO_LARGE(10, false, Actor.USER),
    BATCH_TOO_LARGE(11, false, Actor.USER),
    /** A record batch whose length, checksum or counts contradict themselves. */
    CORRUPT_BATCH(12, false, Actor.CLIENT),
    UNSUPPORTED_CODEC(13, false, Actor.USER),
    /** The offset is below the log's start or above its end. */
    OFFSET_OUT_OF_RANGE(14, false, Actor.USER),
    /** An idempotent producer's batch doesn't follow the last one: a batch before it was lost or is still on its way. */
    OUT_OF_ORDER_SEQUENCE(15, false, Actor.CLIENT),
    /** A newer incarnation of the producer has taken over. */
    STALE_PRODUCER_EPOCH(16, false, Actor.USER),
    /** The write may or may not have been stored. Repeating it is safe for idempotent producers only. */
    UNKNOWN_OUTCOME(17, true, Actor.CLIENT),
    /** Storage or metadata can't be reached now; nothing was applied. */
    UNAVAILABLE(18, true, Actor.CLIENT),
    /** A budget or queue of the broker is at its bound; nothing was applied. */
    BUSY(19, true, Actor.CLIENT),
    /** The bookies' disks are nearly full of what isn't tiered yet. */
    STORAGE_FULL(20, true, Actor.OPERATOR),
    GROUP_NOT_FOUND(21, false, Actor.USER),
    /** The member's epoch is not the present one; it has to join again. Nothing was applied. */
    STALE_MEMBER_EPOCH(22, false, Actor.CLIENT),
    /** The member was never there, or has expired; it has to join again. */
    UNKNOWN_MEMBER(23, false, Actor.CLIENT),
    /** Stored data is missing or contradicts itself; the shard has stopped and waits for an operator. */
    DAMAGED(24, false, Actor.OPERATOR),
    /** A replay asks for a time before the first record that is kept. */
    TIME_BEFORE_HISTORY(25, false, Actor.USER),
    /** A defect of the broker. */
    INTERNAL(26, false, Actor.OPERATOR),
    /** A deadline passed before an answer came; for a write the outcome is unknown. */
    TIMEOUT(27, true, Actor.CLIENT),
    /** A commit beyond what the partition holds, or for a partition that the member doesn't hold. */
    INVALID_COMMIT(28, false, Actor.USER),
    /** The client was closed, or closed its half of the work. */
    CLOSED(29, false, Actor.USER),
    /** No server of the list answered. */
    UNREACHABLE(30, true, Actor.OPERATOR),
    NAMESPACE_NOT_FOUND(31, false, Actor.USER),
    NAMESPACE_EXISTS(32, false, Actor.USER);

    /** Who has to do something about an error. */
    public enum Actor {
        /** The client library, by itself: retry, look up, join again. */
        CLIENT,
        /** The caller: the request is wrong. */
        USER,
        /** Whoever runs the cluster. */
        OPERATOR
    }

    private static final ErrorCode[] BY_NUMBER = byNumber();

    private final int number;
    private final boolean retriable;
    private final Actor actor;

    ErrorCode(int number, boolean retriable, Actor actor) {
        this.number = number;
        this.retriable = retriable;
        this.actor = actor;
    }

    /** The number on the wire, at least 1; 0 is reserved for "no error". */
    public int number() {
        return number;
    }

    /** Whether the same request may succeed later without a change of its own. */
    public boolean retriable() {
        return retriable;
    }

    /** Who has to act. */
    public Actor actor() {
        return actor;
    }

    /** The code of a number; numbers that this version doesn't know become {@link #INTERNAL}. */
    public static ErrorCode of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : INTERNAL;
    }

    private static ErrorCode[] byNumber() {
        ErrorCode[] codes = new ErrorCode[values().length + 1];
        java.util.Arrays.fill(codes, INTERNAL);
        for (ErrorCode code : values()) {
            codes[code.number] = code;
        }
        return codes;
    }
}
