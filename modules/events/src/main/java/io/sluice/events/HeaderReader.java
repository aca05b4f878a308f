package io.sluice.events;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
}
