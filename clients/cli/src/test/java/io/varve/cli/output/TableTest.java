/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(Table.of(left("NAME"), right("COUNT"), left("NOTE"))
                        .row("a", 1, "x")
                        .row("longer", 1_000_000, "")
                        .toString())
                .isEqualTo("""
                        NAME      COUNT  NOTE
                        a             1  x
                        longer  1000000
                        """);
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        assertThat(Table.of(left("A"), right("B")).toString()).isEqualTo("A  B\n");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> Table.of(left("A")).row(1, 2)).hasMessage("2 cells for 1 columns");
    }

    @Test
    void factsStandBelowEachOther() {
        assertThat(new Facts().add("topic", "orders").add("id", 7).toString()).isEqualTo("""
                        topic  orders
                        id     7
                        """);
    }
}
