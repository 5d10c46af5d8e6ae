/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.document;

import java.util.List;
import java.util.Optional;

/**
 * One thing that can be asked for.
 *
 * @param id the operationId
 * @param method in upper case
 * @param path with {@code {names}} of its parameters
 * @param parameters all of them
 * @param hasBody whether it takes one
 */
public record Operation(String id, String method, String path, List<Parameter> parameters, boolean hasBody) {
    /** The parameter of this name; header names in any case. */
    public Optional<Parameter> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.in() == Parameter.Place.HEADER
                        ? parameter.name().equalsIgnoreCase(name)
                        : parameter.name().equals(name))
                .findFirst();
    }

    /** Its parameters that stand there. */
    public List<Parameter> parameters(Parameter.Place place) {
        return parameters.stream().filter(parameter -> parameter.in() == place).toList();
    }
}
