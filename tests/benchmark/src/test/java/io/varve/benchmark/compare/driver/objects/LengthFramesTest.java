/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthFramesTest {
    private static final byte[] RUN = ByteBuffer.allocate(4 + 3 + 4 + 0 + 4 + 2)
            .putInt(3)
            .put(new byte[] {1, 2, 3})
            .putInt(0)
            .putInt(2)
            .put(new byte[] {4, 5})
            .array();

    @Test
    void recordsComeOutWhereverTheBytesAreCut() {
        for (int first = 0; first <= RUN.length; first++) {
            for (int second = first; second <= RUN.length; second++) {
                LengthFrames frames = new LengthFrames();
                List<byte[]> records = new ArrayList<>();
                int count = frames.add(Arrays.copyOfRange(RUN, 0, first), records::add)
                        + frames.add(Arrays.copyOfRange(RUN, first, second), records::add)
                        + frames.add(Arrays.copyOfRange(RUN, second, RUN.length), records::add);

                assertThat(count).isEqualTo(3);
                assertThat(records).containsExactly(new byte[] {1, 2, 3}, new byte[] {}, new byte[] {4, 5});
            }
        }
    }

    @Test
    void aListOfObjectsIsReadFromTheServersAnswer() {
        String answer = """
                <ListBucketResult><Name>history</Name><Contents><Key>t/000000</Key><Size>67108864</Size></Contents>
                <Contents><Key>t/000001</Key><LastModified>2026</LastModified><Size>12</Size></Contents></ListBucketResult>
                """;

        assertThat(Bucket.parseList(answer))
                .containsExactly(new StoredObject("t/000000", 67108864), new StoredObject("t/000001", 12));
        assertThat(Bucket.parseList("<ListBucketResult/>")).isEmpty();
    }
}
