package io.sluice.app.admin;

/** The admin API understood the call and refused it; the message is for a person. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message, null, false, false);
    }
}
