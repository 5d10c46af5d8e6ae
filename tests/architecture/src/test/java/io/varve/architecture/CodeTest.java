/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls and names that shipped code does without. */
class CodeTest {

    /** Words that hide what a type is for. */
    private static final List<String> EMPTY_WORDS =
            List.of("Impl", "Util", "Utils", "Helper", "Manager", "Base", "Common");

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(House.CLASSES);
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(House.CLASSES);
    }

    /**
     * The command's output is its product, a server says on its first line where it listens, and a load generator tells its
     * parent how far it is.
     */
    @Test
    void onlyTheCommandAndMainsOfProcessesPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage(House.packages("cli"))
                .and()
                .doNotHaveFullyQualifiedName("io.varve.server.Main")
                .and()
                .doNotHaveFullyQualifiedName("io.varve.bench.load.LoadMain")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(House.CLASSES);
    }

    @Test
    void failuresAreNotPrintedAsStackTraces() {
        noClasses()
                .should()
                .callMethodWhere(target(name("printStackTrace")).as("printStackTrace"))
                .check(House.CLASSES);
    }

    @Test
    void slf4jIsTheOnlyLog() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..", "ch.qos.logback..")
                .check(House.CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> namesSayWhatATypeIsFor() {
        return EMPTY_WORDS.stream()
                .map(word -> DynamicTest.dynamicTest(word, () -> assertThat(House.CLASSES.stream()
                                .filter(simpleNameEndingWith(word))
                                .map(JavaClass::getName))
                        .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> noMockingLibraryIsOnTheClassPath() {
        return Stream.of("org.mockito.Mockito", "org.easymock.EasyMock", "mockit.Mocked", "io.mockk.MockK")
                .map(name -> DynamicTest.dynamicTest(name, () -> assertThat(
                                getClass().getClassLoader().getResource(name.replace('.', '/') + ".class"))
                        .isNull()));
    }
}
