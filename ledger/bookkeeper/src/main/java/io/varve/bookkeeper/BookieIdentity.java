/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.bookkeeper.bookie.BookieException;
import org.apache.bookkeeper.discover.RegistrationManager;
import org.apache.bookkeeper.net.BookieId;

/**
 * Whether a directory is that of this bookie in this cluster, by the cookies that BookKeeper leaves in each directory and in
 * ZooKeeper. It would refuse the same by itself, but not say why.
 */
final class BookieIdentity {
    private static final Pattern ID = Pattern.compile("bookieHost: \"([^\"]*)\"");
    private static final Pattern CLUSTER = Pattern.compile("instanceId: \"([^\"]*)\"");

    private BookieIdentity() {}

    /**
     * Returns when the bookie may start; fails with {@code Unavailable} when it must not, with the reason and what to do, or when
     * that can't be told.
     */
    static void check(BookieConfig config, RegistrationManager registrations) {
        try {
            checkCookies(config, registrations);
        } catch (IOException | BookieException e) {
            throw new StoreException.Unavailable("its cookies can't be read: " + e.getMessage(), e);
        }
    }

    private static void checkCookies(BookieConfig config, RegistrationManager registrations)
            throws IOException, BookieException {
        Path journal = config.directories().journal();
        Path ledgers = config.directories().ledgers();
        Optional<String> ofJournal = cookie(journal);
        Optional<String> ofLedgers = cookie(ledgers);
        boolean known = isKnown(registrations, config.id());
        if (known && (ofJournal.isEmpty() || ofLedgers.isEmpty())) {
            Path empty = ofJournal.isEmpty() ? journal : ledgers;
            throw refusal("the cluster counts on what bookie " + config.id() + " stored, and " + empty
                    + " holds nothing of it. If the disk was lost, start under an id that was never used before; the ledgers"
                    + " are repaired from their other copies");
        }
        String cluster = registrations.getClusterInstanceId();
        if (ofJournal.isPresent()) {
            check(journal, ofJournal.get(), config, cluster);
        }
        if (ofLedgers.isPresent()) {
            check(ledgers, ofLedgers.get(), config, cluster);
        }
        if (!known && (ofJournal.isPresent() || ofLedgers.isPresent())) {
            throw refusal((ofJournal.isPresent() ? journal : ledgers) + " holds what bookie " + config.id()
                    + " stored, and the cluster knows no such bookie: it was removed, or ZooKeeper lost its data. If nothing"
                    + " was stored here yet, delete the directory");
        }
    }

    private static void check(Path directory, String cookie, BookieConfig config, String cluster) {
        String id = find(ID, cookie);
        if (!id.equals(config.id())) {
            throw refusal(directory + " is that of bookie " + id + ", not of " + config.id());
        }
        String made = find(CLUSTER, cookie);
        if (!made.equals(cluster)) {
            throw refusal(directory + " is that of a bookie of another cluster: its ledgers are those of " + made
                    + ", at " + config.metadataUri() + " there are those of " + cluster);
        }
    }

    private static StoreException.Unavailable refusal(String reason) {
        return new StoreException.Unavailable(reason, null);
    }

    private static Optional<String> cookie(Path directory) throws IOException {
        try {
            return Optional.of(Files.readString(directory.resolve("current").resolve("VERSION")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(RegistrationManager registrations, String id) throws BookieException {
        try {
            return registrations.readCookie(BookieId.parse(id)).getValue().length > 0;
        } catch (BookieException.CookieNotFoundException none) {
            return false;
        }
    }

    private static String find(Pattern pattern, String cookie) {
        Matcher found = pattern.matcher(cookie);
        return found.find() ? found.group(1) : "";
    }
}
