package io.sluice.app;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a process can be; one process may have several roles. */
public enum Role {
    /** Makes topics and the apps of its settings. */
    FRANZ,
    /** Takes events over HTTP. */
    EVENT_SINK,
    /** Turns events into rows. */
    SQLIZER,
    /** Turns rows into files. */
    BATCHER,
    /** Turns files into tables. */
    LOADER,
    /** Serves the admin API. */
    CONSOLE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As it is written: {@code event-sink}. */
    public String word() {
        return word;
    }

    /** All that events need to become rows: all but the console. */
    public static Set<Role> pipeline() {
        return EnumSet.complementOf(EnumSet.of(CONSOLE));
    }

    /** The role of this word. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
