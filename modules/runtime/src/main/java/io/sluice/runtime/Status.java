package io.sluice.runtime;

/**
 * How one dependency or part is.
 *
 * @param up whether it works
 * @param detail why not, or since when; empty where there is nothing to say
 */
public record Status(boolean up, String detail) {
    public static final Status UP = new Status(true, "");

    public static Status down(String detail) {
        return new Status(false, detail);
    }
}
