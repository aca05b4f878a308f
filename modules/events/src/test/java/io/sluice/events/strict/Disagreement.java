package io.sluice.events.strict;

import static io.sluice.events.strict.OtherParser.GSON;
import static io.sluice.events.strict.OtherParser.JACKSON;
import static io.sluice.events.strict.OtherParser.PARSSON;

import io.sluice.events.RejectCode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every way in which our scanner and the others part, on purpose. What no constant explains is a
 * mistake, of theirs or of ours, and fails the test.
 */
enum Disagreement {
    JACKSON_GSON_AND_PARSSON_ACCEPT_A_KEY_TWICE_AND_WE_REFUSE_IT(
            "{\"a\":1,\"\\u0061\":2}", JACKSON, GSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.DUPLICATE_KEY) && theirs.doubledKey();
        }
    },

    JACKSON_GSON_AND_PARSSON_ACCEPT_A_LONE_SURROGATE_ESCAPE_AND_WE_REFUSE_IT(
            "[\"\\ud800\"]", JACKSON, GSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.LONE_SURROGATE) && theirs.loneSurrogate();
        }
    },

    GSON_AND_PARSSON_REPLACE_BYTES_THAT_ARE_NO_UTF8_AND_WE_REFUSE_THEM(
            "[\"<C3 28>\"]", GSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.INVALID_ENCODING)
                    && !isUtf8(json)
                    && theirs.tokens().orElse("").contains("\uFFFD");
        }
    },

    JACKSON_DECODES_OVERLONG_UTF8_AND_WE_REFUSE_IT("\"<C0 AF>\"", JACKSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            if (!ours.refusedWith(RejectCode.INVALID_ENCODING) || !theirs.accepted()) {
                return false;
            }
            int lead = json[ours.at()] & 0xff;
            int second = json[ours.at() + 1] & 0xff;
            return lead == 0xC0
                    || lead == 0xC1
                    || (lead == 0xE0 && second < 0xA0)
                    || (lead == 0xF0 && second < 0x90);
        }
    },

    JACKSON_DECODES_CHARACTERS_BEYOND_THE_LAST_OF_UNICODE_AND_WE_REFUSE_THEM(
            "\"<F4 90 80 80>\"", JACKSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.INVALID_ENCODING)
                    && theirs.accepted()
                    && Byte.toUnsignedInt(json[ours.at()]) >= 0xF4;
        }
    },

    JACKSON_GSON_AND_PARSSON_SKIP_A_BYTE_ORDER_MARK_AND_WE_REFUSE_IT(
            "<EF BB BF>{}", JACKSON, GSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.INVALID_ENCODING)
                    && ours.at() == 0
                    && new String(json, StandardCharsets.UTF_8).startsWith("\uFEFF");
        }
    },

    JACKSON_AND_PARSSON_GUESS_UTF16_AND_UTF32_AND_WE_TAKE_NOTHING_BUT_UTF8(
            "<00 5B 00 5D>", JACKSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            String head =
                    new String(json, 0, Math.min(4, json.length), StandardCharsets.ISO_8859_1);
            return theirs.accepted()
                    && (head.contains("\0") || head.matches("(?s)(\u00fe\u00ff|\u00ff\u00fe).*"));
        }
    },

    JACKSON_GSON_AND_PARSSON_SET_NO_BOUND_TO_THE_NUMBER_OF_VALUES_AND_WE_DO(
            "[" + "0,".repeat(200_000) + "0]", JACKSON, GSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.refusedWith(RejectCode.TOO_MANY_VALUES) && theirs.values() > 200_000;
        }
    },

    GSON_REFUSES_MORE_THAN_255_LEVELS_AND_WE_ACCEPT_1002(nested(256), GSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.reading().depth() > 255 && !theirs.accepted();
        }
    },

    JACKSON_AND_PARSSON_REFUSE_MORE_THAN_1000_LEVELS_AND_WE_ACCEPT_1002(
            nested(1_001), JACKSON, PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            // Parsson refuses the thousandth as well.
            return ours.reading().depth() >= 1_000 && !theirs.accepted();
        }
    },

    JACKSON_AND_GSON_REFUSE_NUMBERS_OF_MORE_THAN_1000_DIGITS_AND_WE_ACCEPT_THEM(
            "1".repeat(1_025), JACKSON, GSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return !theirs.accepted()
                    && ours.reading()
                            .tokens()
                            .filter(it -> LONG_NUMBER.matcher(it).find())
                            .isPresent();
        }
    },

    /** It counts in 64 bits, in which such a number is zero half-way. */
    GSON_TAKES_A_NUMBER_FOR_ONE_THAT_BEGINS_WITH_ZERO_AND_WE_ACCEPT_IT(
            "1" + "0".repeat(64) + "1", GSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return !theirs.accepted()
                    && DIGITS.matcher(ours.reading().tokens().orElse(""))
                            .results()
                            .anyMatch(it -> isZeroHalfway(it.group()));
        }
    },

    JACKSON_REFUSES_KEYS_OF_MORE_THAN_50000_BYTES_AND_WE_ACCEPT_THEM(
            "{\"" + "k".repeat(50_001) + "\":1}", JACKSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return !theirs.accepted()
                    && ours.reading()
                            .tokens()
                            .filter(it -> LONG_KEY.matcher(it).find())
                            .isPresent();
        }
    },

    PARSSON_REFUSES_A_DOCUMENT_OF_ONE_BYTE_AND_WE_ACCEPT_IT("7", PARSSON) {
        @Override
        boolean explains(byte[] json, Ours ours, Reading theirs) {
            return ours.reading().accepted() && json.length == 1;
        }
    };

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9.]{1001}");
    private static final Pattern LONG_KEY = Pattern.compile("k[56][0-9]{4}:");

    private final String sample;
    private final Set<OtherParser> parsers;

    Disagreement(String sample, OtherParser... parsers) {
        this.sample = sample;
        this.parsers = Set.of(parsers);
    }

    /** Whether this is why the two readings of the document differ. */
    abstract boolean explains(byte[] json, Ours ours, Reading theirs);

    /** A document that shows it. */
    byte[] sample() {
        return ByteNotation.bytes(sample);
    }

    /** The parsers that it is about. */
    Set<OtherParser> parsers() {
        return parsers;
    }

    /** Why a parser and our scanner read a document differently. */
    static Optional<Disagreement> of(byte[] json, Ours ours, OtherParser parser, Reading theirs) {
        return Arrays.stream(values())
                .filter(it -> it.parsers.contains(parser) && it.explains(json, ours, theirs))
                .findFirst();
    }

    /** Whether the bytes are UTF-8, by the JDK's decoder. */
    static boolean isUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static boolean isZeroHalfway(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && value == 0) {
                return true;
            }
            value = value * 10 + digits.charAt(i) - '0';
        }
        return false;
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
