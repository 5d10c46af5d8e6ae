/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageIdMarkTest {
    private static final MessageIdMark MARK =
            new MessageIdMark(IdHash.of("abc".getBytes(StandardCharsets.UTF_8)), 7, 32_767);

    @Test
    void isWrittenAsEver() {
        SideData.Item item = MARK.toItem();
        assertThat(item.type()).isEqualTo(9);
        // The SHA-256 of "abc" is FIPS 180's first example.
        assertThat(HexFormat.of().formatHex(item.value()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223" + "00000007" + "00007fff");
    }

    @Test
    void comesBackFromAmongOtherSideData() {
        SideData.Item other = new SideData.Item(SideData.PRIORITY, new byte[] {1});
        assertThat(MessageIdMark.of(new SideData(List.of(other, MARK.toItem()))))
                .contains(MARK);
        assertThat(MessageIdMark.of(SideData.NONE)).isEmpty();
    }

    @Test
    void isRefusedWhenCutOffAnywhere() {
        byte[] whole = MARK.toItem().value();
        for (int length = 0; length < whole.length; length++) {
            SideData cut = new SideData(List.of(new SideData.Item(SideData.MESSAGE_ID, Arrays.copyOf(whole, length))));
            assertThatThrownBy(() -> MessageIdMark.of(cut)).isInstanceOf(StoreException.Damaged.class);
        }
    }
}
