/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * One typed item of a shard's log: the unit of atomicity. A re-send after a ledger failure may cut entries elsewhere, so
 * nothing may rely on two records being in one entry.
 *
 * @param sequence its place in the log: dense from 0 over the whole life of the shard's incarnation
 * @param type what {@code body} is
 * @param flags {@link #MUST_UNDERSTAND} and the others
 * @param version of the body, at most the type's
 * @param body borrowed: valid as long as the entry it was read from is held; indices are the receiver's to move
 * @param ledgerId ledger of the entry
 * @param entryId entry within the ledger
 * @param epoch of the claim under which it was written
 * @param appendTimeMs the entry's append time by the writer's clock; never falls but by an OPERATOR_TIME record
 */
public record LogRecord(
        long sequence,
        RecordType type,
        int flags,
        int version,
        ByteBuf body,
        long ledgerId,
        long entryId,
        int epoch,
        long appendTimeMs) {
    /** A reader that doesn't know the type or its version must stop; without this flag it skips the record. */
    public static final int MUST_UNDERSTAND = 1;
    /** The batch's sequence numbers were checked before (when it entered another lane) and don't count again. */
    public static final int NO_PRODUCER_STATE = 2;
    /** Written by the broker for itself. */
    public static final int INTERNAL = 4;
    /** The batch names the range of another lane that it removes: {@link BatchRecord.Cause}. */
    public static final int HAS_CAUSE = 8;

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
