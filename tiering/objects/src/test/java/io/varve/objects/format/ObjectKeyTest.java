/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    private static final UUID CLUSTER = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final UUID ID = UUID.fromString("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
    private static final String TEXT = "v1/11111111-2222-3333-4444-555555555555/acme/17/5-2/"
            + "00000000000000001234-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.vseg";

    @Test
    void aKeyNamesWhoseTheObjectIs() {
        assertThat(new ObjectKey(CLUSTER, "acme", 5, 2, 1234, ID)).hasToString(TEXT);
        assertThat(TEXT).startsWith(ObjectKey.prefix(CLUSTER, "acme", 5, 2));
    }

    @Test
    void aKeyIsReadBack() {
        assertThat(ObjectKey.parse(TEXT)).contains(new ObjectKey(CLUSTER, "acme", 5, 2, 1234, ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/x",
                "v1/11111111-2222-3333-4444-555555555555/acme/00/5-2/00000000000000001234-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.vseg",
                "v1/11111111-2222-3333-4444-555555555555/acme/17/05-2/00000000000000001234-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.vseg",
                "v1/11111111-2222-3333-4444-555555555555/acme/17/5-2/99999999999999999999-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.vseg",
                "v1/11111111-2222-3333-4444-555555555555/acme/17/5-2/1234-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee.vseg"
            })
    void whatIsNotAKeyOfAnObjectIsNotRead(String text) {
        assertThat(ObjectKey.parse(text)).isEmpty();
    }

    @Test
    void noTwoKeysAreAlike() {
        assertThat(ObjectKey.next(CLUSTER, ObjectKey.SHARED, 5, 2, 1234))
                .isNotEqualTo(ObjectKey.next(CLUSTER, ObjectKey.SHARED, 5, 2, 1234));
    }

    @Test
    void keysOfAShardAreListedInLogOrder() {
        assertThat(ObjectKey.next(CLUSTER, "t", 0, 0, 999).toString())
                .isLessThan(ObjectKey.next(CLUSTER, "t", 0, 0, 1000).toString());
    }

    @Test
    void aTenantCannotReachIntoAnothersKeys() {
        assertThatThrownBy(() -> new ObjectKey(CLUSTER, "a/b", 0, 0, 0, ID))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ObjectKey(CLUSTER, "..", 0, 0, 0, ID).toString())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
