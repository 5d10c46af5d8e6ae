/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.ResourceLeakDetector;
import io.varve.log.LedgerWriter;
import java.time.Duration;
import org.apache.bookkeeper.conf.ClientConfiguration;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {
    private static final BookKeeperConfig CONFIG = BookKeeperConfig.of("zk+hierarchical://127.0.0.1:2181/ledgers");

    private final ClientConfiguration options = ClientOptions.from(CONFIG);

    @Test
    void ledgersAreFoundWhereTheConfigurationSays() throws Exception {
        assertThat(options.getMetadataServiceUri()).isEqualTo("zk+hierarchical://127.0.0.1:2181/ledgers");
        assertThat(options.getZkTimeout()).isEqualTo(10_000);
    }

    @Test
    void callerLearnsAtOnceThatZooKeeperIsAway() {
        assertThat(options.getZkRetryBackoffMaxRetries()).isZero();
    }

    @Test
    void protocolIsTheOneThatHasBatchReads() {
        assertThat(options.getUseV2WireProtocol()).isTrue();
        assertThat(options.isBatchReadEnabled()).isTrue();
    }

    @Test
    void readsStayWithOneBookie() {
        assertThat(options.isStickyReadsEnabled()).isTrue();
    }

    @Test
    void nothingPutsTheCallingThreadToSleep() {
        assertThat(options.getThrottleValue()).isZero();
        assertThat(options.getWaitTimeoutOnBackpressureMillis()).isEqualTo(-1);
    }

    @Test
    void ledgerStaysOpenWithoutOneOfItsBookies() {
        assertThat(options.getDelayEnsembleChange()).isTrue();
    }

    @Test
    void everyAppendIsAnsweredInTime() {
        assertThat(options.getAddEntryTimeout()).isEqualTo(5);
        assertThat(options.getAddEntryQuorumTimeout()).isEqualTo(10);
        assertThat(options.getTcpUserTimeoutMillis()).isEqualTo(20_000);
    }

    @Test
    void frameHoldsTheLargestEntryAtBothEnds() throws Exception {
        assertThat(options.getNettyMaxFrameSizeBytes()).isGreaterThan(LedgerWriter.MAX_ENTRY_BYTES);
        BookieConfig bookie = BookieConfig.of("bookie-1", java.nio.file.Path.of("data"), CONFIG.metadataUri());
        assertThat(BookieOptions.from(bookie, 0).getNettyMaxFrameSizeBytes())
                .isEqualTo(options.getNettyMaxFrameSizeBytes());
    }

    @Test
    void recoveryReadsAhead() {
        assertThat(options.getRecoveryReadBatchSize()).isEqualTo(16);
    }

    @Test
    void connectionsAndThreadsFollowTheMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(options.getNumChannelsPerBookie()).isEqualTo(4);
        assertThat(options.getNumIOThreads()).isEqualTo(cores);
        assertThat(options.getNumWorkerThreads()).isEqualTo(cores);
    }

    @Test
    void bookieThatDoesNotAnswerIsAvoidedForAMomentOnly() {
        assertThat(options.getBookieQuarantineTimeSeconds()).isEqualTo(10);
    }

    @Test
    void failuresOfEachBookieAreReported() {
        assertThat(options.getLimitStatsLogging()).isFalse();
    }

    @Test
    void leakDetectionStaysAsItIs() {
        assertThat(options.getAllocatorLeakDetectionPolicy().name())
                .isEqualToIgnoringCase(ResourceLeakDetector.getLevel().name());
    }

    @Test
    void timesThatTheClientCannotKeepAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> times(Duration.ofMillis(1500), Duration.ofSeconds(10)));
        assertThatIllegalArgumentException().isThrownBy(() -> times(Duration.ZERO, Duration.ofSeconds(10)));
        assertThatIllegalArgumentException().isThrownBy(() -> times(Duration.ofSeconds(5), Duration.ofSeconds(4)));
    }

    private static BookKeeperConfig times(Duration addTimeout, Duration quorumTimeout) {
        return new BookKeeperConfig("zk://127.0.0.1/ledgers", addTimeout, quorumTimeout, Duration.ofSeconds(10), 1, 1);
    }
}
