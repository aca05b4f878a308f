package io.sluice.registry;

import java.util.UUID;

/** A key that is about to be made. */
record KeyDraft(String id, WriteKeySecret secret) {
    private static final int ID_DIGITS = 16;

    static KeyDraft make() {
        String digits = UUID.randomUUID().toString().replace("-", "");
        return new KeyDraft("key_" + digits.substring(0, ID_DIGITS), WriteKeySecret.make());
    }
}
