/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.protocol.batch.Codec;

/** What completion offers for a codec; picocli makes one. */
public final class CodecWords extends Words.Candidates<Codec> {
    /** All codecs. */
    public CodecWords() {
        super(Codec.class);
    }
}
