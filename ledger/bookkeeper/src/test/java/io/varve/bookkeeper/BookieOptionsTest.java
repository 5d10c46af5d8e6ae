/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookieOptionsTest {
    private static final BookieConfig CONFIG =
            BookieConfig.of("bookie-1", Path.of("data"), "zk+hierarchical://127.0.0.1:2181/ledgers");

    private ServerConfiguration options;

    @BeforeEach
    void build() throws Exception {
        options = BookieOptions.from(CONFIG, 4711);
    }

    @Test
    void entryIsOnDiskBeforeItIsAcknowledged() {
        assertThat(options.getJournalWriteData()).isTrue();
        assertThat(options.getJournalSyncData()).isTrue();
    }

    @Test
    void idleJournalDoesNotWaitForMoreEntries() {
        assertThat(options.getJournalFlushWhenQueueEmpty()).isTrue();
        assertThat(options.getJournalMaxGroupWaitMSec()).isEqualTo(1);
    }

    @Test
    void bookieIsKnownByItsIdAndListensOnItsAddressOnly() {
        assertThat(options.getBookieId()).isEqualTo("bookie-1");
        assertThat(options.getAdvertisedAddress())
                .isEqualTo(InetAddress.getLoopbackAddress().getHostAddress());
        assertThat(options.getListeningInterface()).isNotNull();
        assertThat(options.getBookiePort()).isEqualTo(4711);
    }

    @Test
    void spaceOfDeletedLedgersComesBackInTenMinutes() {
        assertThat(options.getGcWaitTime()).isEqualTo(600_000);
        assertThat(options.getEntryLogSizeLimit()).isEqualTo(64 << 20);
    }

    @Test
    void repairReadsEverythingHourlyAndLeavesOpenLedgersToTheirWritersForAWhile() {
        assertThat(options.isAutoRecoveryDaemonEnabled()).isFalse();
        assertThat(options.getAuditorPeriodicCheckInterval()).isEqualTo(3600);
        assertThat(options.getAuditorLedgerVerificationPercentage()).isEqualTo(100);
        assertThat(options.getLostBookieRecoveryDelay()).isEqualTo(60);
        assertThat(options.getOpenLedgerRereplicationGracePeriod()).isEqualTo(300_000);
    }

    @Test
    void ledgersGoToDiskInSmallPiecesAndAreReadInLargerOnes() {
        assertThat(options.getFlushIntervalInBytes()).isEqualTo(2 << 20);
        assertThat(options.getReadBufferBytes()).isEqualTo(32 << 10);
    }

    @Test
    void aDiskCountsAsFullWhereConfigured() {
        assertThat(options.getDiskUsageWarnThreshold()).isEqualTo(0.98f);
        assertThat(options.getDiskUsageThreshold()).isEqualTo(0.99f);
    }

    @Test
    void batchReadMayFillAFrame() {
        assertThat(options.getMaxBatchReadSize()).isEqualTo(ClientOptions.FRAME_BYTES);
    }

    @Test
    void badConfigurationIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> BookieConfig.of("a/b", Path.of("data"), "zk://x/y"));
        assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.withGcInterval(Duration.ofMillis(10)));
        assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.withSessionTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskLimits(96, 95));
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskLimits(90, 100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RepairConfig(true, Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalBookies.start(Path.of("data"), 0, "zk://x/y", Duration.ofMinutes(10)));
    }
}
