package io.sluice.events;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads the text headers of a record without knowing what carries them.
 *
 * @param lookup gives the bytes of the last header of a name, or null
 */
public record HeaderReader(Function<String, byte @Nullable []> lookup) {
    public Optional<String> text(String name) {
        byte[] bytes = lookup.apply(name);
        return bytes == null
                ? Optional.empty()
                : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The header as a whole number; empty where it is absent or is none. */
    public OptionalLong number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** The header as a whole number from 0 on that fits an int; empty where it is none. */
    public OptionalInt count(String name) {
        OptionalLong number = number(name);
        return number.isPresent()
                        && number.getAsLong() >= 0
                        && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }
}
