package io.sluice.standin.copy;

/** Why a value or a line cannot be loaded: Redshift's number and words. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    BadValue(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
