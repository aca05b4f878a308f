package io.sluice.app.books;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the log has been told: each thing once when it begins, and once when it is over. */
final class Told {
    private static final Logger log = LoggerFactory.getLogger(Told.class);

    private Set<String> before = Set.of();

    /**
     * What is so now; on one thread.
     *
     * @param now how each thing is told, by what names it for as long as it goes on
     */
    void now(Map<String, Runnable> now) {
        now.forEach(
                (name, tell) -> {
                    if (!before.contains(name)) {
                        tell.run();
                    }
                });
        before.stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> log.atInfo().addKeyValue("what", name).log("in order again"));
        before = new HashSet<>(now.keySet());
    }
}
