package io.sluice.events;

/** What is a character in UTF-8, by table 3-7 of the Unicode standard: the shortest form only. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The length of the character of two to four bytes that begins here.
     *
     * @return 0 if none does: a stray continuation, an overlong form, a surrogate, a character
     *     beyond U+10FFFF or one that the end cuts off
     */
    static int length(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        boolean valid = second >= low && second <= high;
        for (int i = at + 2; valid && i < at + length; i++) {
            valid = (bytes[i] & 0xC0) == 0x80;
        }
        return valid ? length : 0;
    }

    /** True if a byte from 0x80 stands here that begins no character. */
    static boolean malformed(byte[] bytes, int at, int end) {
        return at < end && bytes[at] < 0 && length(bytes, at, end) == 0;
    }

    /** True if these bytes are characters from first to last. */
    public static boolean isText(byte[] bytes, int start, int end) {
        for (int at = start; at < end; ) {
            int length = bytes[at] >= 0 ? 1 : length(bytes, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
