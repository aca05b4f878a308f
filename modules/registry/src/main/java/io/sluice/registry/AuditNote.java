package io.sluice.registry;

import java.util.Optional;

/**
 * A change to be put on record. No secret may be in it.
 *
 * @param by who made it; 1 to 256 characters
 * @param action what was done, such as {@code key.revoked}
 * @param app whose it was; empty if nobody's in particular
 * @param subject what was changed, such as the id of a key; may be empty
 * @param before JSON of what was
 * @param after JSON of what it became
 */
public record AuditNote(
        String by,
        String action,
        String app,
        String subject,
        Optional<String> before,
        Optional<String> after) {}
