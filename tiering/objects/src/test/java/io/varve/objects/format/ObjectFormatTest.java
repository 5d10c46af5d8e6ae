/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import static io.varve.objects.BlockingPool.await;
import static io.varve.objects.format.SampleObject.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.objects.MemoryObjectStore;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFormatTest {
    private static final String KEY = "v1/x.vseg";

    private final MemoryObjectStore store = new MemoryObjectStore();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        SampleObject sample = new SampleObject(store, KEY, 1 + random.nextInt(20_000));
        for (int topic = 1; topic <= 3; topic++) {
            for (int partition = 0; partition < 3; partition++) {
                for (int batches = 1 + random.nextInt(20); batches > 0; batches--) {
                    sample.add(
                            lane(topic, partition), 1 + random.nextInt(5), random.nextInt(2000), random.nextInt(1000));
                }
            }
        }
        WrittenObject written = sample.write();
        ObjectReader reader = await(ObjectReader.open(store, KEY));
        assertHolds(reader, sample);
        assertThat(await(ObjectReader.open(store, written.location()))
                        .directory()
                        .rows())
                .isEqualTo(reader.directory().rows());
    }

    @Test
    void theDirectorySaysEverythingAboutARange() {
        SampleObject sample = new SampleObject(store, KEY, 500);
        sample.startAt(lane(1, 4), 100).add(lane(1, 4), 2, 100, 50_000).add(lane(1, 4), 3, 100, 20_000);
        sample.epoch(6).add(lane(1, 4), 1, 400, 30_000).add(lane(2, 0), 1, 10, 70_000);
        WrittenObject written = sample.write();

        ObjectDirectory directory = await(ObjectReader.open(store, KEY)).directory();
        DirectoryRow row = directory.find(lane(1, 4)).orElseThrow();
        assertThat(row.firstOffset()).isEqualTo(100);
        assertThat(row.endOffset()).isEqualTo(106);
        assertThat(row.recordCount()).isEqualTo(6);
        assertThat(row.batchCount()).isEqualTo(3);
        assertThat(row.dataPosition()).isZero();
        assertThat(row.times()).isEqualTo(new Times(20_000, 50_001, 20_005, 50_005));
        assertThat(directory.leaderEpochs(row)).containsExactly(new LeaderEpoch(5, 100), new LeaderEpoch(6, 105));
        assertThat(directory.find(lane(1, 3))).isEmpty();
        assertThat(directory.find(lane(3, 0))).isEmpty();

        assertThat(directory.meta().firstSequence()).isEqualTo(1000).isEqualTo(written.firstSequence());
        assertThat(directory.meta().endSequence()).isEqualTo(1004).isEqualTo(written.endSequence());
        assertThat(directory.meta().sourceLedgers()).containsExactly(42L);
        assertThat(directory.meta().clusterId()).isEqualTo(SampleObject.ORIGIN.clusterId());
        assertThat(written.minAppendMs()).isEqualTo(20_005);
        assertThat(written.maxAppendMs()).isEqualTo(70_005);
        assertThat(written.location().bytes()).isEqualTo(store.bytes(KEY).length);
    }

    @Test
    void aBlockIsFoundByOffsetAndByTime() {
        SampleObject sample = new SampleObject(store, KEY, 1);
        sample.add(lane(1, 0), 1, 10, 5_000);
        sample.startAt(lane(1, 1), 10);
        for (int i = 0; i < 5; i++) {
            sample.add(lane(1, 1), 4, 10, 1000L * (i == 3 ? 1 : i));
        }
        sample.write();
        ObjectDirectory directory = await(ObjectReader.open(store, KEY)).directory();
        DirectoryRow row = directory.find(lane(1, 1)).orElseThrow();
        BlockIndex blocks = directory.blocks();
        assertThat(blocks.blockOf(row, 10)).isEqualTo(1);
        assertThat(blocks.blockOf(row, 13)).isEqualTo(1);
        assertThat(blocks.blockOf(row, 14)).isEqualTo(2);
        assertThat(blocks.blockOf(row, 29)).isEqualTo(5);
        assertThatThrownBy(() -> blocks.blockOf(row, 30)).isInstanceOf(IllegalArgumentException.class);
        assertThat(blocks.firstAtTime(row, 0)).hasValue(1);
        assertThat(blocks.firstAtTime(row, 1003)).hasValue(2);
        assertThat(blocks.firstAtTime(row, 2001)).hasValue(3);
        assertThat(blocks.firstAtTime(row, 2004)).hasValue(5);
        assertThat(blocks.firstAtTime(row, 4004)).isEmpty();
    }

    @Test
    void sideDataIsKeptForTheBatchesThatHaveAny() {
        SampleObject sample = new SampleObject(store, KEY, 500);
        sample.add(lane(1, 0), 2, 10, 1).add(lane(1, 0), 2, 10, 1, new byte[] {3, 1, 9});
        sample.add(lane(2, 0), 2, 10, 1, new byte[] {8, 0}).write();
        List<SideDataRow> rows = await(await(ObjectReader.open(store, KEY)).sideData());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).row()).isZero();
        assertThat(rows.get(0).baseOffset()).isEqualTo(2);
        assertThat(ByteBufUtil.getBytes(rows.get(0).items())).containsExactly(3, 1, 9);
        assertThat(rows.get(1).row()).isEqualTo(1);
        assertThat(rows.get(1).baseOffset()).isZero();
    }

    @Test
    void aReaderOfKafkaLogSegmentsStopsBehindTheData() {
        SampleObject sample = new SampleObject(store, KEY, 500);
        for (int i = 0; i < 20; i++) {
            sample.add(lane(1, 0), 2, 200, i);
        }
        sample.write();
        assertThat(kafkaBatches(store.bytes(KEY))).isEqualTo(sizes(sample.batches(lane(1, 0))));
    }

    @Test
    void anObjectCutOffAnywhereIsRefused() {
        byte[] whole = small();
        for (int length = 0; length < whole.length; length++) {
            store.replace(KEY, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> await(ObjectReader.open(store, KEY)))
                    .as("cut off at %d", length)
                    .isInstanceOf(StoreException.Damaged.class)
                    .hasMessageContaining(KEY);
        }
    }

    @Test
    void aChangedByteAnywhereIsFound() {
        byte[] whole = small();
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            store.replace(KEY, changed);
            assertThatThrownBy(this::readAll).as("byte %d", i).isInstanceOf(StoreException.Damaged.class);
        }
    }

    @Test
    void anotherObjectsDirectoryIsRefused() {
        WrittenObject one =
                new SampleObject(store, "one", 500).add(lane(1, 0), 1, 10, 1).write();
        WrittenObject two =
                new SampleObject(store, "two", 500).add(lane(1, 0), 1, 10, 2).write();
        ObjectLocation wrong = new ObjectLocation(
                "one",
                two.location().bytes(),
                two.location().directoryPosition(),
                two.location().directoryLength(),
                two.location().directoryCrc());
        assertThat(one.location().bytes()).isEqualTo(two.location().bytes());
        assertThatThrownBy(() -> await(ObjectReader.open(store, wrong))).isInstanceOf(StoreException.Damaged.class);
    }

    @Test
    void anUnknownSectionIsSkipped() {
        byte[] changed = withSection(small(), new Section(200, 9, 0, 0, 0, 0));
        store.replace(KEY, changed);
        assertThat(await(ObjectReader.open(store, KEY)).directory().section(200))
                .isPresent();
        readAll();
    }

    @Test
    void anUnknownSectionThatMustBeUnderstoodIsRefused() {
        store.replace(KEY, withSection(small(), new Section(200, 9, Section.MUST_UNDERSTAND, 0, 0, 0)));
        assertThatThrownBy(this::readAll)
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("200");
    }

    @Test
    void lanesAndOffsetsMustAscend() {
        SampleObject sample = new SampleObject(store, KEY, 500);
        sample.add(lane(2, 0), 3, 10, 1);
        assertThatThrownBy(() -> sample.startAt(lane(2, 0), 2).add(lane(2, 0), 1, 10, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sample.add(lane(1, 0), 1, 10, 1)).isInstanceOf(IllegalArgumentException.class);
        sample.write();
    }

    @Test
    void theBytesAreThoseOfVersionOne() throws IOException {
        byte[] golden = golden();
        assertThat(small()).isEqualTo(golden);
        store.replace(KEY, golden);
        assertThat(readAll()).isEqualTo(5);
    }

    /** An object with every section: two lanes, two leader epochs, side data, several blocks. */
    private byte[] small() {
        MemoryObjectStore memory = new MemoryObjectStore();
        new SampleObject(memory, KEY, 200)
                .startAt(lane(1, 0), 7)
                .add(lane(1, 0), 2, 20, 1000)
                .add(lane(1, 0), 1, 90, 2000, new byte[] {3, 1, 9})
                .epoch(6)
                .add(lane(1, 0), 1, 1, 3000)
                .add(lane(1, 1), 1, 0, 4000)
                .write();
        byte[] bytes = memory.bytes(KEY);
        if (store.faults().calls() == 0) {
            new SampleObject(store, KEY, 200).add(lane(1, 0), 1, 1, 1).write();
        }
        return bytes;
    }

    /** Opens the object and reads every byte of it; gives its number of records. */
    private long readAll() {
        ObjectReader reader = await(ObjectReader.open(store, KEY));
        List<SideDataRow> unused = await(reader.sideData());
        await(reader.blocks(0, reader.directory().blocks().size())).release();
        return reader.directory().rows().stream()
                .mapToLong(DirectoryRow::recordCount)
                .sum();
    }

    private static void assertHolds(ObjectReader reader, SampleObject sample) {
        ObjectDirectory directory = reader.directory();
        assertThat(directory.rows().stream().map(DirectoryRow::lane)).containsExactlyElementsOf(sample.lanes());
        for (DirectoryRow row : directory.rows()) {
            ByteBuf data = await(reader.blocks(row.firstBlock(), row.endBlock()));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            sample.batches(row.lane()).forEach(expected::writeBytes);
            assertThat(ByteBufUtil.getBytes(data)).isEqualTo(expected.toByteArray());
            data.release();
        }
    }

    /** Sizes of the batches that Kafka's FileLogInputStream would find. */
    private static List<Integer> kafkaBatches(byte[] file) {
        ByteBuf in = Unpooled.wrappedBuffer(file);
        List<Integer> sizes = new ArrayList<>();
        long position = 0;
        while (position < file.length - 17) {
            int size = in.getInt((int) position + 8);
            if (position > (long) file.length - 12 - size) {
                break;
            }
            sizes.add(size + 12);
            position += size + 12;
        }
        return sizes;
    }

    private static List<Integer> sizes(List<byte[]> batches) {
        return batches.stream().map(batch -> batch.length).toList();
    }

    /** The object with one more section, which lies between section table and footer and is empty. */
    private static byte[] withSection(byte[] object, Section added) {
        ByteBuf in = Unpooled.wrappedBuffer(object);
        ObjectFooter footer = ObjectFooter.ofTail(in);
        ByteBuf tail = in.slice((int) footer.directoryPosition(), object.length - (int) footer.directoryPosition());
        List<Section> sections =
                new ArrayList<>(new ObjectTail(tail, footer.directoryPosition(), footer).sectionTable());
        sections.add(new Section(added.type(), added.version(), added.flags(), footer.sectionTablePosition(), 0, 0));
        int tableAt = (int) footer.sectionTablePosition();
        ByteBuf out = Unpooled.buffer().writeBytes(object, 0, tableAt);
        ObjectTail.encodeSectionTable(out, sections);
        int tableLength = out.writerIndex() - tableAt;
        new ObjectFooter(
                        tableAt,
                        tableLength,
                        Crc32c.of(out, tableAt, tableLength),
                        out.writerIndex() + ObjectFooter.BYTES,
                        footer.dataLength(),
                        footer.directoryPosition(),
                        footer.dataCrc(),
                        footer.featureLevel())
                .encode(out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = ObjectFormatTest.class.getResourceAsStream("/golden/object.vseg")) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }
}
