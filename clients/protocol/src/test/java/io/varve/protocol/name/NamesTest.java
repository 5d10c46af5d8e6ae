/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void aBareNameIsInPublicDefault() {
        TopicName name = TopicName.parse("orders");
        assertThat(name).isEqualTo(new TopicName("public", "default", "orders"));
        assertThat(name).hasToString("public/default/orders");
        assertThat(name.shortName()).isEqualTo("orders");
        assertThat(GroupName.parse("billing")).hasToString("public/default/billing");
    }

    @Test
    void aFullNameKeepsItsPlace() {
        TopicName name = TopicName.parse("acme/eu-1/Orders_2.v3");
        assertThat(name).isEqualTo(new TopicName("acme", "eu-1", "Orders_2.v3"));
        assertThat(name.shortName()).isEqualTo("acme/eu-1/Orders_2.v3");
        assertThat(TopicName.parse(name.shortName())).isEqualTo(name);
        assertThat(TopicName.parse(TopicName.parse("x").toString()).shortName()).isEqualTo("x");
        assertThat(GroupName.parse("acme/eu-1/g").shortName()).isEqualTo("acme/eu-1/g");
    }

    @ParameterizedTest
    @CsvSource({
        "'', topic '' has 0 characters; it takes 1 to 128",
        "a/b, topic 'a/b' is neither `topic` nor `tenant/namespace/topic`",
        "a/b/c/d, neither",
        "/b/c, tenant '' has 0 characters",
        "a//c, namespace '' has 0 characters",
        "a/b/, topic '' has 0 characters",
        ".., topic '..' is a step in a path",
        "a/./c, namespace '.' is a step in a path",
        "a b, topic 'a b' has at 1 something else",
        "größe, has at 2 something else",
    })
    void aBrokenNameIsNamedWithItsRule(String name, String said) {
        assertThatThrownBy(() -> TopicName.parse(name))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NAME))
                .hasMessageContaining(said);
    }

    @Test
    void aPartHasAtMost128Characters() {
        String longest = "x".repeat(128);
        assertThat(TopicName.parse(longest + "/" + longest + "/" + longest).topic())
                .isEqualTo(longest);
        assertThatThrownBy(() -> GroupName.parse(longest + "x"))
                .hasMessageContaining("has 129 characters; it takes 1 to 128");
    }

    @Test
    void aMessageQuotesNoMoreThanItHasToAndNoControlCharacters() {
        assertThatThrownBy(() -> TopicName.parse("x/".repeat(1_000_000)))
                .message()
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> TopicName.parse("a\nERROR all is lost\u001b[0m"))
                .message()
                .doesNotContain("\n", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__offsets", "orders.dlq", "__x.dlq", "acme/eu/__x"})
    void reservedNamesParseButAreNotForUsersToCreate(String name) {
        assertThat(TopicName.parse(name).isReserved()).isTrue();
        assertThat(GroupName.parse(name).isReserved()).isTrue();
        assertThatThrownBy(() -> TopicName.parse(name).requireUnreserved())
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NAME))
                .hasMessageContaining("is reserved");
        assertThatThrownBy(() -> GroupName.parse(name).requireUnreserved()).isInstanceOf(VarveException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_offsets", "dlq", "orders.dlq2", "a__b"})
    void otherNamesAreFree(String name) {
        assertThatCode(() -> TopicName.parse(name).requireUnreserved()).doesNotThrowAnyException();
        assertThatCode(() -> GroupName.parse(name).requireUnreserved()).doesNotThrowAnyException();
    }

    @Test
    void idsTravelAsSixteenBytesBigEndian() {
        UUID id = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
        ByteString bytes = TopicIds.toBytes(id);
        assertThat(bytes.toByteArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(TopicIds.of(bytes)).isEqualTo(id);
        assertThatThrownBy(() -> TopicIds.of(bytes.substring(1)))
                .isInstanceOf(VarveException.class)
                .hasMessageContaining("15 bytes");
    }
}
