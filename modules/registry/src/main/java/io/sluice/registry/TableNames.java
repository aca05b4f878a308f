package io.sluice.registry;

import java.util.Locale;

/** Names of tables, until the schema module decides them. */
final class TableNames {
    private TableNames() {}

    static String plain(String entype, String evname) {
        return "_e_" + clean(entype) + "__" + clean(evname);
    }

    static String suffixed(String entype, String evname) {
        return plain(entype, evname)
                + "_"
                + Integer.toHexString((entype + "\u0000" + evname).hashCode());
    }

    private static String clean(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }
}
