/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.log.ShardNode.PendingDelete;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardNodeTest {
    private static final ShardNode.Claim CLAIM = new ShardNode.Claim("broker-1", 1700, "00000000000000aa");
    private static final LedgerEnd END = new LedgerEnd(4, 1000);

    private static ShardNode claimed() {
        return ShardNode.fresh(new ShardIdentity("7c0f", 3)).claim(CLAIM);
    }

    private static ShardNode owned() {
        return claimed().owned(List.of(), 50);
    }

    private static Segment open(long ledgerId, int epoch, long firstSequence) {
        return Segment.opened(ledgerId, epoch, firstSequence, 40, Quorum.THREE);
    }

    private static Segment sealed(long ledgerId, long firstSequence, long endSequence) {
        return open(ledgerId, 1, firstSequence).sealed(firstSequence, endSequence, END, 60, false, false);
    }

    private static ShardNode twoSealed() {
        return owned().addLedger(open(10, 1, 0))
                .addLedger(open(11, 1, -1))
                .seal(sealed(10, 0, 100), 60)
                .startsAt(11, 100)
                .seal(sealed(11, 100, 200), 70);
    }

    @Test
    void isWrittenAsEver() throws IOException {
        ShardNode node = twoSealed()
                .addLedger(open(12, 1, 200))
                .drop(List.of(10L), new ReplayPosition(150, 11), 80)
                .addLedger(open(13, 1, -1));
        try (InputStream golden = ShardNodeTest.class.getResourceAsStream("/golden/shard-node.json")) {
            assertThat(golden).isNotNull();
            String json = new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(new String(node.json(), StandardCharsets.UTF_8)).isEqualTo(json);
            assertThat(ShardNode.parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(node);
        }
    }

    @Test
    void fieldsThatANewerWriterAddsAreIgnoredUntilTheLevelSaysOtherwise() {
        String json = new String(owned().json(), StandardCharsets.UTF_8);
        assertThat(ShardNode.parse(json.replaceFirst("\\{", "{\"later\":1,").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(owned());
        assertThatThrownBy(() -> ShardNode.parse(
                        json.replace("\"featureLevel\":1", "\"featureLevel\":2").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void isRefusedWhenCutOffAnywhere() {
        byte[] json = twoSealed().json();
        for (int length = 0; length < json.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(json, length);
            assertThatThrownBy(() -> ShardNode.parse(cut)).isInstanceOf(StoreException.Damaged.class);
        }
    }

    @Test
    void aClaimRaisesTheEpochAndForgetsOldDamage() {
        ShardNode next = owned().damaged("gone").claim(CLAIM);
        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.state()).isEqualTo(ShardNode.State.OPENING);
        assertThat(next.damage()).isNull();
        assertThat(next.heldBy(2, CLAIM)).isTrue();
        assertThat(next.heldBy(1, CLAIM)).isFalse();
        assertThat(next.heldBy(2, new ShardNode.Claim("broker-1", 1700, "00000000000000ab")))
                .isFalse();
    }

    @Test
    void anEmptyLedgerLeavesTheListAndWaitsForDeletion() {
        ShardNode node = owned().addLedger(open(10, 1, 0))
                .seal(open(10, 1, 0).sealed(0, 0, new LedgerEnd(-1, 0), 60, true, false), 60);
        assertThat(node.ledgers()).isEmpty();
        assertThat(node.pendingDelete()).containsExactly(new PendingDelete(10, 60, true));
    }

    @Test
    void aLedgerHasOneEnd() {
        ShardNode node = owned().addLedger(open(10, 1, 0)).seal(sealed(10, 0, 100), 60);
        assertThat(node.seal(sealed(10, 0, 100), 60)).isEqualTo(node);
        assertThatThrownBy(() -> node.seal(sealed(10, 0, 99), 60)).hasMessageContaining("another end");
        assertThatThrownBy(() -> node.seal(sealed(11, 0, 99), 60)).hasMessageContaining("isn't listed");
    }

    @Test
    void onlyUnwrittenLedgersOfThisEpochAreListed() {
        assertThatThrownBy(() -> owned().addLedger(open(10, 2, 0))).hasMessageContaining("epoch 2");
        assertThatThrownBy(() -> owned().addLedger(sealed(10, 0, 100))).hasMessageContaining("before it is written");
        assertThatThrownBy(() -> owned().addLedger(open(10, 1, 0)).addLedger(open(10, 1, 0)))
                .hasMessageContaining("is listed");
    }

    @Test
    void whoLetsGoLeavesSealedLedgersOnly() {
        ShardNode node = twoSealed().addLedger(open(12, 1, 200));
        ShardNode closed = node.closed(90);
        assertThat(closed.state()).isEqualTo(ShardNode.State.CLOSED);
        assertThat(closed.epoch()).isEqualTo(node.epoch());
        assertThat(closed.ledgers()).extracting(Segment::ledgerId).containsExactly(10L, 11L);
        assertThat(closed.pendingDelete()).containsExactly(new PendingDelete(12, 90, false));
        assertThatThrownBy(() -> closed.addLedger(open(13, 1, -1))).hasMessageContaining("who has let go");
        assertThatThrownBy(() -> closed.closed(91)).hasMessageContaining("only an owner that serves lets go");
    }

    @Test
    void nothingIsDroppedThatAReplayCouldRead() {
        ShardNode node = twoSealed();
        ShardNode dropped = node.drop(List.of(10L), new ReplayPosition(100, 11), 80);
        assertThat(dropped.ledgers()).extracting(Segment::ledgerId).containsExactly(11L);
        assertThat(dropped.pendingDelete()).containsExactly(new PendingDelete(10, 80, false));
        assertThat(dropped.replayFrom()).isEqualTo(new ReplayPosition(100, 11));
        assertThat(dropped.forget(List.of(10L)).pendingDelete()).isEmpty();
        assertThatThrownBy(() -> node.drop(List.of(10L), new ReplayPosition(99, 10), 80))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> node.drop(List.of(10L, 11L), new ReplayPosition(200, 11), 80))
                .hasMessageContaining("isn't in the list");
        assertThatThrownBy(() -> dropped.drop(List.of(), new ReplayPosition(50, 11), 80))
                .hasMessageContaining("before");
        assertThatThrownBy(() -> owned().addLedger(open(10, 1, 0)).drop(List.of(10L), ReplayPosition.START, 80))
                .hasMessageContaining("is open");
    }

    @Test
    void aFullListStaysSmallEnoughForAMetadataNode() {
        List<Segment> ledgers = new ArrayList<>();
        List<PendingDelete> pending = new ArrayList<>();
        for (int i = 0; i < ShardNode.MAX_LEDGERS_WITH_RESERVE; i++) {
            ledgers.add(sealed(1_000_000_000_000L + i, 1L << 50, 1L << 51));
        }
        for (int i = 0; i < ShardNode.MAX_PENDING_DELETES; i++) {
            pending.add(new PendingDelete(1_000_000_000_000L + i, 1_700_000_000_000L, false));
        }
        ShardNode node = new ShardNode(
                1,
                1,
                "7c0f1c9e-0000-4000-8000-000000000000",
                3,
                1,
                "default",
                1,
                CLAIM,
                ShardNode.State.OWNED,
                ReplayPosition.START,
                ledgers,
                pending,
                null);
        assertThat(node.json().length).isLessThan(512 * 1024);
    }
}
