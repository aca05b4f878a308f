package io.sluice.loadtest;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that this was built in. */
final class Checkout {
    private Checkout() {}

    /** Its root: the nearest folder above our own classes that has {@code ./sluice} in it. */
    static Path find() {
        try {
            Path at =
                    Path.of(
                            Checkout.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            for (Path folder = at; folder != null; folder = folder.getParent()) {
                if (Files.isExecutable(folder.resolve("sluice"))) {
                    return folder;
                }
            }
            throw new IllegalStateException("no source tree with ./sluice above " + at);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
