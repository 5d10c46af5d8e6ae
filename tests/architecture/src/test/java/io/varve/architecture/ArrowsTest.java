/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may know whom. */
class ArrowsTest {

    @Test
    void everyClassLivesInAModuleOfTheTable() {
        classes()
                .should()
                .resideInAnyPackage(
                        House.ARROWS.keySet().stream().map(House::packages).toArray(String[]::new))
                .check(House.CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> usesOnlyWhatItsArrowsReach() {
        return House.ARROWS.keySet().stream()
                .map(module -> DynamicTest.dynamicTest(module, () -> {
                    Set<String> reachable = House.reachable(module);
                    noClasses()
                            .that()
                            .resideInAPackage(House.packages(module))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(House.ARROWS.keySet().stream()
                                    .filter(other -> !reachable.contains(other))
                                    .map(House::packages)
                                    .toArray(String[]::new))
                            .allowEmptyShould(true)
                            .check(House.CLASSES);
                }));
    }

    @Test
    void packagesFormNoCycles() {
        slices().assignedFrom(new PackageByPackage())
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(House.CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> foreignTypesStayInTheirAdapter() {
        return Stream.of(
                foreign("bookkeeper", "org.apache.bookkeeper..", "org.apache.distributedlog.."),
                foreign("zookeeper", "org.apache.zookeeper..", "org.apache.curator..", "org.apache.jute.."),
                foreign("s3", "software.amazon.."),
                foreign("minio", "io.minio..", "okhttp3.."));
    }

    private static DynamicTest foreign(String adapter, String... packages) {
        return DynamicTest.dynamicTest(adapter, () -> noClasses()
                .that()
                .resideOutsideOfPackage(House.packages(adapter))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(House.CLASSES));
    }

    /** One slice per package, so that a parent package and its children are apart as well. */
    private static final class PackageByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
