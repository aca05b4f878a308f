package io.sluice.registry;

/**
 * Text as the registry's database holds it. PostgreSQL has no place for U+0000 and UTF-8 none for a
 * lone surrogate: each stands there as {@code ~u} and four hexadecimal digits. A path is a JSON
 * Pointer, in which {@code ~} is followed by 0 or 1 only, so that nothing else reads like this; in
 * other text {@code ~} itself is written {@code ~0}.
 */
final class StoredText {
    private StoredText() {}

    static String ofPath(String pointer) {
        return escape(pointer);
    }

    static String toPath(String stored) {
        return unescape(stored);
    }

    static String of(String text) {
        return escape(text.replace("~", "~0"));
    }

    static String to(String stored) {
        return unescape(stored).replace("~0", "~");
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (c == 0 || Character.isSurrogate(c)) {
                out.append("~u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String unescape(String stored) {
        if (!stored.contains("~u")) {
            return stored;
        }
        StringBuilder out = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            if (stored.startsWith("~u", i)) {
                out.append((char) Integer.parseInt(stored, i + 2, i + 6, 16));
                i += 5;
            } else {
                out.append(stored.charAt(i));
            }
        }
        return out.toString();
    }
}
