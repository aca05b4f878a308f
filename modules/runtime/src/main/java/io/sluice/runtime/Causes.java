package io.sluice.runtime;

/** Failures in words for a person. Pure and thread-safe. */
public final class Causes {
    private Causes() {}

    /** The messages of a failure and its causes, outermost first, none told twice. */
    public static String inOneLine(Throwable failure) {
        StringBuilder line = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = words(cause);
            if (line.indexOf(words) < 0) {
                line.append(line.isEmpty() ? "" : ": ").append(words);
            }
        }
        return line.toString();
    }

    /** A wrapper's message begins with the class of what it wraps: that tells a person nothing. */
    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.replaceFirst("^([a-z]\\w*\\.)+[A-Z][\\w$]*: ", "");
    }
}
