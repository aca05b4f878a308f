package io.sluice.events;

/**
 * Why and where a document was refused. The methods that refuse return -1, as the scanners do then.
 */
final class ScanRefusal {
    private RejectCode code = RejectCode.INVALID_JSON;
    private boolean lost;
    private int at;
    private String detail = "";

    RejectCode code() {
        return code;
    }

    boolean lostItsWay() {
        return lost;
    }

    int at() {
        return at;
    }

    String detail() {
        return detail;
    }

    void clear() {
        lost = false;
    }

    int fail(RejectCode why, int where, String sentence) {
        code = why;
        lost = why == RejectCode.INVALID_JSON;
        at = where;
        detail = sentence;
        return -1;
    }

    /**
     * Refuses what stands where JSON has something else.
     *
     * @param odd the first byte that does not belong there: if it is no UTF-8 that is the reason
     * @param where the byte that the refusal names otherwise
     */
    int unexpected(byte[] json, int end, int odd, int where, String sentence) {
        if (!Utf8.malformed(json, odd, end)) {
            return fail(RejectCode.INVALID_JSON, where, sentence);
        }
        noCharacter(json, odd);
        lost = true;
        return -1;
    }

    int noCharacter(byte[] json, int where) {
        return fail(
                RejectCode.INVALID_ENCODING,
                where,
                describe(json[where]) + " begins no UTF-8 character");
    }

    static String describe(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }
}
