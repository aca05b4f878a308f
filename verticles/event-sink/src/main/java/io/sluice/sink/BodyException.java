package io.sluice.sink;

/** A body that cannot be divided into events as a whole; carries what to answer. */
final class BodyException extends Exception {
    private final int status;
    private final String code;
    private final String text;

    BodyException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.text = message;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Answer answer() {
        return Answer.refusal(status, code, text);
    }
}
