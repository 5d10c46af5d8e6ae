/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.log.record.DeleteObjects;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupMeta;
import io.varve.log.record.PartitionDeleted;
import io.varve.log.record.PartitionOpened;
import io.varve.log.record.SectionKey;
import io.varve.log.record.Tiered;
import io.varve.log.record.TieredObject;
import io.varve.log.record.TopicPartitions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Images that were once written must stay readable: golden/sections.txt pins their bytes. */
class SectionImagesTest {
    private static final UUID TOPIC = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final UUID GROUP = new UUID(0x1112131415161718L, 0x191a1b1c1d1e1f20L);

    private final RecordedLog log = new RecordedLog();

    SectionImagesTest() {
        log.append(new PartitionOpened(TOPIC, 3, 0, 0, 2));
        log.appendBatch(TOPIC, 3, 0, 77, 0, 2);
        log.append(new PartitionOpened(TOPIC, 4, 0, 0, 2));
        log.append(new PartitionDeleted(TOPIC, 4));
        log.append(new Tiered(17, List.of(object("a"), object("b")), List.of(), List.of()));
        log.append(new DeleteObjects(List.of("a")));
        GroupMeta.Member member = new GroupMeta.Member(
                "m",
                "client",
                List.of("public/default/orders"),
                10_000,
                1,
                List.of(new TopicPartitions(TOPIC, List.of(3))),
                List.of());
        log.append(new GroupMeta(GROUP, "public/default/billing", GroupMeta.Kind.STREAM, 1, List.of(member)));
        log.append(new GroupCommit(GROUP, "m", 1, List.of(new GroupCommit.Offset(TOPIC, 3, 2, "note")), 5));
    }

    private static TieredObject object(String key) {
        return new TieredObject(key, 1_000, 7, 70, 0, 900, 100, 0xcafebabe, 11, 12);
    }

    @Test
    void imagesAreWrittenAsEver() throws IOException {
        Map<String, String> golden = golden();
        SoftAssertions every = new SoftAssertions();
        for (SectionKey key : log.live.sections()) {
            ByteBuf image = Unpooled.buffer();
            log.live.encode(key, image);
            every.assertThat(ByteBufUtil.hexDump(image))
                    .as("image of %s, pinned in golden/sections.txt", key.kind())
                    .isEqualTo(golden.get(key.kind().name()));
        }
        every.assertAll();
    }

    @Test
    void imagesOnceWrittenAreRead() throws IOException {
        ShardState state = new ShardState();
        for (SectionKey key : log.live.sections()) {
            String hex = Objects.requireNonNull(golden().get(key.kind().name()));
            state.restore(key, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        }
        assertThat(state.sections()).isEqualTo(log.live.sections());
        PartitionSection partition = Objects.requireNonNull(state.partition(new PartitionKey(TOPIC, 3)));
        assertThat(partition.nextOffset()).isEqualTo(2);
        assertThat(state.isDeleted(new PartitionKey(TOPIC, 4))).isTrue();
        GroupSection group = Objects.requireNonNull(state.group("public/default/billing"));
        assertThat(group.commits().firstEntry().getValue().offset()).isEqualTo(2);
    }

    private static Map<String, String> golden() throws IOException {
        try (InputStream in = SectionImagesTest.class.getResourceAsStream("/golden/sections.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        }
    }
}
