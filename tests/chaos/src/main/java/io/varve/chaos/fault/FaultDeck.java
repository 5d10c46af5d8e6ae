/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which fault comes next: kinds are dealt like cards, each as often as it weighs before any comes again, in a seeded order. */
final class FaultDeck {
    private final List<FaultKind> cards = new ArrayList<>();
    private final List<FaultKind> left = new ArrayList<>();
    private final RandomGenerator random;

    FaultDeck(Collection<FaultKind> kinds, RandomGenerator random) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("there has to be a kind of fault");
        }
        this.random = random;
        // In their own order: that of a set may be another one in the next JVM.
        for (FaultKind kind : FaultKind.values()) {
            for (int i = 0; kinds.contains(kind) && i < kind.weight(); i++) {
                cards.add(kind);
            }
        }
    }

    FaultKind next() {
        if (left.isEmpty()) {
            left.addAll(cards);
        }
        return left.remove(random.nextInt(left.size()));
    }
}
