/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sections of an object's end apart, by position in the object.
 *
 * <p>The section table is {version u8 = 1, reserved u8 = 0, {@link Rows} of {@link Section}}.
 */
final class ObjectTail {
    private static final int TABLE_VERSION = 1;

    private final ByteBuf tail;
    private final long position;
    private final ObjectFooter footer;

    /** Borrows {@code tail}, whose first readable byte is that of {@code position} in the object. */
    ObjectTail(ByteBuf tail, long position, ObjectFooter footer) {
        this.tail = tail;
        this.position = position;
        this.footer = footer;
        if (position + tail.readableBytes() != footer.totalLength() || position != footer.directoryPosition()) {
            throw new StoreException.Damaged(
                    "has its directory from " + footer.directoryPosition() + " to " + footer.totalLength()
                            + " by its footer, but from " + position + " to " + (position + tail.readableBytes())
                            + " in fact",
                    null);
        }
    }

    static void encodeSectionTable(ByteBuf out, List<Section> sections) {
        out.writeByte(TABLE_VERSION).writeByte(0);
        Rows.encode(out, Section.BYTES, sections, Section::encode);
    }

    List<Section> sectionTable() {
        ByteBuf table = slice(
                footer.sectionTablePosition(), footer.sectionTableLength(), footer.sectionTableCrc(), "section table");
        int version = table.readUnsignedByte();
        if (version != TABLE_VERSION) {
            throw new StoreException.Damaged("has a section table of version " + version, null);
        }
        Rows.readReserved(table, 1);
        List<Section> sections = Rows.read(table, Section.BYTES, Section::read);
        for (Section section : sections) {
            check(section);
        }
        return sections;
    }

    /** The checked bytes of a section that every object has. */
    ByteBuf section(@Nullable Section section, int type) {
        if (section == null) {
            throw new StoreException.Damaged("has no section of type " + type, null);
        }
        return slice(section.position(), section.length(), section.crc(), "section of type " + type);
    }

    private void check(Section section) {
        boolean known = section.type() >= Section.SIDE_DATA && section.type() <= Section.META;
        boolean must = (section.flags() & Section.MUST_UNDERSTAND) != 0;
        if (must && !(known && section.version() == Section.VERSION)) {
            throw new StoreException.Damaged(
                    "needs a newer version of the software for its section of type " + section.type() + " version "
                            + section.version(),
                    null);
        }
        long end = section.position() + section.length();
        if (section.position() < footer.dataLength() || section.length() < 0 || end > footer.totalLength()) {
            throw new StoreException.Damaged("has " + section + " outside of its bounds", null);
        }
    }

    private ByteBuf slice(long from, long length, int expectedCrc, String what) {
        long index = from - position;
        if (index < 0 || length < 0 || index + length > tail.readableBytes()) {
            throw new StoreException.Damaged(
                    "has its " + what + " of " + length + " bytes at " + from + ", outside of its end", null);
        }
        ByteBuf bytes = tail.slice(tail.readerIndex() + (int) index, (int) length);
        int crc = Crc32c.of(bytes, 0, (int) length);
        if (crc != expectedCrc) {
            throw new StoreException.Damaged(
                    String.format("has a %s with CRC %08x; expected %08x", what, crc, expectedCrc), null);
        }
        return bytes;
    }
}
