/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Ends a build with what it did not test: reads the reports that surefire and failsafe left in this build and prints
 * each skipped test with its reason, and each that did less than it can, which it says by a line {@code reduced: ...} on its
 * standard output. Fails if Netty reported a leaked buffer, which by itself turns no test red.
 *
 * <p>Arguments: the root of the tree; the start of the build (reports older than that are left over and ignored).
 */
final class TestReport {
    private static final String REDUCED = "reduced: ";

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Instant started = Instant.parse(arguments[1]);
        int tests = 0;
        List<Path> leaks = new ArrayList<>();
        TreeMap<String, String> skipped = new TreeMap<>();
        TreeMap<String, String> reduced = new TreeMap<>();

        for (Path report : reports(root, started)) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                NodeList marks = test.getElementsByTagName("skipped");
                if (marks.getLength() > 0) {
                    skipped.put(name(test), reason((Element) marks.item(0)));
                }
                reduction(test).ifPresent(said -> reduced.put(name(test), said));
            }
            tests += cases.getLength();
            if (Files.readString(report).contains("LEAK: ")) {
                leaks.add(root.relativize(report));
            }
        }

        System.out.printf(
                "%nTests: %d ran, %d of them reduced; %d skipped%n",
                tests - skipped.size(), reduced.size(), skipped.size());
        reduced.forEach((name, what) -> System.out.printf("  reduced %s: %s%n", name, what));
        skipped.forEach((name, reason) -> System.out.printf("  skipped %s: %s%n", name, reason));
        leaks.forEach(report -> System.out.printf("  Netty reported a leaked buffer: %s%n", report));
        if (!leaks.isEmpty()) {
            System.exit(1);
        }
    }

    private static List<Path> reports(Path root, Instant started) throws IOException {
        try (var files = Files.walk(root, 5)) {
            List<Path> reports = new ArrayList<>();
            for (Path file : files.filter(TestReport::isReport).sorted().toList()) {
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(started)) {
                    reports.add(file);
                }
            }
            return reports;
        }
    }

    private static boolean isReport(Path file) {
        String directory = file.getParent() + File.separator;
        return file.getFileName().toString().matches("TEST-.*\\.xml")
                && directory.matches(".*[/\\\\]target[/\\\\](surefire|failsafe)-reports[/\\\\]");
    }

    /** JUnit puts its own wording before an author's reason, and an assumption's into a stack trace. */
    private static String reason(Element mark) {
        String message = mark.getAttribute("message");
        String text = (message.isBlank() ? mark.getTextContent() : message)
                .strip()
                .lines()
                .findFirst()
                .orElse("no reason given");
        return text.replaceFirst(".*==> ", "").replaceFirst("^\\S+TestAbortedException: (Assumption failed: )?", "");
    }

    private static Optional<String> reduction(Element test) {
        NodeList output = test.getElementsByTagName("system-out");
        return IntStream.range(0, output.getLength())
                .mapToObj(i -> output.item(i).getTextContent())
                .flatMap(String::lines)
                .filter(line -> line.startsWith(REDUCED))
                .map(line -> line.substring(REDUCED.length()))
                .findFirst();
    }

    /** A class that was skipped as a whole appears as a test without a name. */
    private static String name(Element test) {
        String type = test.getAttribute("classname");
        String method = test.getAttribute("name");
        return method.isEmpty() || method.equals(type) ? type : type + "." + method;
    }
}
