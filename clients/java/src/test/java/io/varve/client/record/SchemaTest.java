/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void bytesAndTextComeBackAsTheyWere() {
        byte[] bytes = {0, 1, -1};
        assertThat(Schema.bytes().decode(Schema.bytes().encode(bytes))).isEqualTo(bytes);
        assertThat(Schema.string().decode(Schema.string().encode("grüße €"))).isEqualTo("grüße €");
    }

    @Test
    void jsonComesBackAsItWas() {
        Schema<Order> schema = Schema.json(Order.class);
        Order order = new Order("17", 995);
        assertThat(schema.decode(schema.encode(order))).isEqualTo(order);
        assertThat(new String(schema.encode(order), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"17\",\"cents\":995}");
    }

    @Test
    void bytesThatAreNoJsonOfTheTypeAreRefusedNamingIt() {
        for (String wrong : new String[] {"", "{", "[]", "null", "{\"unknown\":1}"}) {
            assertThatThrownBy(() -> Schema.json(Order.class).decode(wrong.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(VarveException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failure).hasMessageContaining("Order");
                    });
        }
    }

    record Order(String id, long cents) {}
}
