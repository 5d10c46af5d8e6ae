/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZooKeeperServerConfigTest {
    private static final String THREE = "a:2888:3888,b:2888:3888,c:2888:3888";

    @Test
    void withoutServersItIsAlone() {
        assertThat(ZooKeeperServerConfig.DEFAULTS.ensemble()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(2, ""))
                .withMessage("id must be the place of a server in servers, 1 to 1, not 2");
    }

    @Test
    void serversAreNumberedAsTheyAreNamed() {
        assertThat(of(3, "a:2888:3888 , b:2888:3888,c:2888:3888").ensemble())
                .containsExactly("a:2888:3888", "b:2888:3888", "c:2888:3888");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:1:2,b:1:2 | servers must be an odd number, not 2",
                "a:1:2,b:1:2,a:1:3 | servers has a:1 twice",
                "a:1:1 | servers has a:1 twice",
                "a:1:0 | servers has the port 0",
                "a:1:70000 | servers has the port 70000",
                "a:2888 | servers must be host:peerPort:electionPort",
                "a:1:2:observer | servers must be host:peerPort:electionPort",
                "a:1:2, | servers must be host:peerPort:electionPort",
            })
    void anImpossibleEnsembleIsRefused(String servers, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(1, servers)).withMessageContaining(reason);
    }

    @Test
    void aServerThatIsNotInTheEnsembleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(0, THREE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(4, THREE))
                .withMessage("id must be the place of a server in servers, 1 to 3, not 4");
    }

    private static ZooKeeperServerConfig of(int id, String servers) {
        return new ZooKeeperServerConfig("127.0.0.1", 2181, id, servers);
    }
}
