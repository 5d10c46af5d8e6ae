/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A segment's batches stand in verified objects. From here on readers may be sent to them; the ledger may be dropped later.
 *
 * @param ledgerId the segment's ledger
 * @param objects what was written and read back; empty when every batch of the segment was trimmed before
 * @param replaces keys of objects that these make superfluous
 * @param forgets ledgers that were tiered and have left the shard's list since, so that the state may forget them
 */
public record Tiered(long ledgerId, List<TieredObject> objects, List<String> replaces, List<Long> forgets)
        implements RecordBody {
    public Tiered {
        objects = List.copyOf(objects);
        replaces = List.copyOf(replaces);
        forgets = List.copyOf(forgets);
    }

    @Override
    public RecordType type() {
        return RecordType.TIERED;
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeLong(ledgerId);
        Fields.writeList(out, objects, (to, object) -> object.encode(to));
        Fields.writeList(out, replaces, Fields::writeString);
        Fields.writeList(out, forgets, ByteBuf::writeLong);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static Tiered decode(ByteBuf body) {
        return Fields.decode(
                RecordType.TIERED,
                body,
                in -> new Tiered(
                        in.readLong(),
                        Fields.readList(in, TieredObject::read),
                        Fields.readList(in, Fields::readString),
                        Fields.readList(in, ByteBuf::readLong)));
    }
}
