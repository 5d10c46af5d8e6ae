/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is in an object and where: everything from its section DIRECTORY to its end, checked and decoded. Immutable.
 */
public final class ObjectDirectory {
    private final String key;
    private final ObjectFooter footer;
    private final Map<Integer, Section> sections;
    private final List<DirectoryRow> rows;
    private final BlockIndex blocks;
    private final List<LeaderEpoch> leaderEpochs;
    private final ObjectMeta meta;

    private ObjectDirectory(
            String key,
            ObjectFooter footer,
            Map<Integer, Section> sections,
            List<DirectoryRow> rows,
            BlockIndex blocks,
            List<LeaderEpoch> leaderEpochs,
            ObjectMeta meta) {
        this.key = key;
        this.footer = footer;
        this.sections = sections;
        this.rows = rows;
        this.blocks = blocks;
        this.leaderEpochs = leaderEpochs;
        this.meta = meta;
    }

    /**
     * Decodes the end of an object from its directory on.
     *
     * @param key names the object in failures
     * @param tail borrowed; its readable bytes are the object's last
     * @param position where they begin in the object
     * @throws StoreException.Damaged when anything in them contradicts itself
     */
    public static ObjectDirectory parse(String key, ByteBuf tail, long position) {
        try {
            ObjectFooter footer = ObjectFooter.ofTail(tail);
            Map<Integer, Section> sections = new HashMap<>();
            ObjectTail reader = new ObjectTail(tail, position, footer);
            for (Section section : reader.sectionTable()) {
                if (sections.put(section.type(), section) != null) {
                    throw new StoreException.Damaged("has two sections of type " + section.type(), null);
                }
            }
            Function<Integer, ByteBuf> content = type -> reader.section(sections.get(type), type);
            ObjectDirectory directory = new ObjectDirectory(
                    key,
                    footer,
                    Map.copyOf(sections),
                    Rows.read(content.apply(Section.DIRECTORY), DirectoryRow.BYTES, DirectoryRow::read),
                    new BlockIndex(Rows.read(content.apply(Section.BLOCK_INDEX), Block.BYTES, Block::read)),
                    Rows.read(content.apply(Section.LEADER_EPOCHS), LeaderEpoch.BYTES, LeaderEpoch::read),
                    ObjectMeta.read(content.apply(Section.META)));
            new DirectoryCheck(directory).run();
            return directory;
        } catch (StoreException.Damaged | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new StoreException.Damaged("object " + key + " " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #parse(String, ByteBuf, long)}, for an object whose place and checksum are known.
     *
     * @param tail borrowed
     */
    public static ObjectDirectory parse(ObjectLocation location, ByteBuf tail) {
        int crc = Crc32c.of(tail, tail.readerIndex(), tail.readableBytes());
        if (tail.readableBytes() != location.directoryLength() || crc != location.directoryCrc()) {
            throw new StoreException.Damaged(
                    String.format(
                            "object %s has a directory of %d bytes with CRC %08x; its record says %d and %08x",
                            location.key(),
                            tail.readableBytes(),
                            crc,
                            location.directoryLength(),
                            location.directoryCrc()),
                    null);
        }
        ObjectDirectory directory = parse(location.key(), tail, location.directoryPosition());
        if (directory.bytes() != location.bytes()) {
            throw new StoreException.Damaged(
                    "object " + location.key() + " has " + directory.bytes() + " bytes; its record says "
                            + location.bytes(),
                    null);
        }
        return directory;
    }

    /** The object's key. */
    public String key() {
        return key;
    }

    /** Size of the whole object. */
    public long bytes() {
        return footer.totalLength();
    }

    /** Bytes of the data region, which begins at 0. */
    public long dataLength() {
        return footer.dataLength();
    }

    /** Where the directory begins. */
    public long position() {
        return footer.directoryPosition();
    }

    /** Where the object comes from. */
    public ObjectMeta meta() {
        return meta;
    }

    /** What it holds, in order. */
    public List<DirectoryRow> rows() {
        return rows;
    }

    /** What it holds of a lane of a partition. */
    public Optional<DirectoryRow> find(PartitionLane lane) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = rows.get(middle).lane().compareTo(lane);
            if (order == 0) {
                return Optional.of(rows.get(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Its blocks. */
    public BlockIndex blocks() {
        return blocks;
    }

    /** Leader epochs of a row, by offset. */
    public List<LeaderEpoch> leaderEpochs(DirectoryRow row) {
        return leaderEpochs.subList(row.firstLeaderEpoch(), row.firstLeaderEpoch() + row.leaderEpochCount());
    }

    /** A section that lies before the directory, or that this version doesn't know. */
    public Optional<Section> section(int type) {
        return Optional.ofNullable(sections.get(type));
    }

    List<LeaderEpoch> leaderEpochs() {
        return leaderEpochs;
    }

    int dataCrc() {
        return footer.dataCrc();
    }
}
