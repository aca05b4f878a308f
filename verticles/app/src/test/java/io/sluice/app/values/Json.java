package io.sluice.app.values;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON value read by Jackson, which Sluice does not read events with. Numbers keep their text, so
 * that nothing is rounded here, and objects all their members, so that nothing is merged here.
 */
sealed interface Json {
    /** The only null. */
    enum Null implements Json {
        NULL
    }

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** A number as it was spelled. */
    record Num(String spelled) implements Json {}

    /** A string and its text between the quotes, escapes and all. */
    record Text(String text, byte[] source) implements Json {}

    /** An array and its text. */
    record Array(List<Json> elements, byte[] source) implements Json {}

    /** An object and its text. */
    record Obj(List<Member> members, byte[] source) implements Json {
        Optional<Json> get(String key) {
            return members.stream()
                    .filter(it -> it.key().equals(key))
                    .map(Member::value)
                    .findFirst();
        }
    }

    /** One member of an object. */
    record Member(String key, byte[] keySource, Json value) {}

    JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(5_000)
                                    .maxNumberLength(1_000_000)
                                    .maxNameLength(1_000_000)
                                    .build())
                    .build();

    static Json parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            return value(parser, bytes);
        } catch (IOException wrong) {
            throw new UncheckedIOException(text, wrong);
        }
    }

    private static Json value(JsonParser parser, byte[] bytes) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Null.NULL;
            case VALUE_TRUE -> new Bool(true);
            case VALUE_FALSE -> new Bool(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
            case VALUE_STRING -> new Text(parser.getText(), source(parser, bytes, start + 1, 1));
            case START_ARRAY -> {
                List<Json> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, bytes));
                }
                yield new Array(elements, source(parser, bytes, start, 0));
            }
            case START_OBJECT -> {
                List<Member> members = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    int keyStart = (int) parser.currentTokenLocation().getByteOffset() + 1;
                    String key = parser.currentName();
                    byte[] keySource = untilQuote(bytes, keyStart);
                    parser.nextToken();
                    members.add(new Member(key, keySource, value(parser, bytes)));
                }
                yield new Obj(members, source(parser, bytes, start, 0));
            }
            default -> throw new IllegalStateException("no value: " + parser.currentToken());
        };
    }

    private static byte[] source(JsonParser parser, byte[] bytes, int start, int less) {
        int end = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(bytes, start, end - less);
    }

    private static byte[] untilQuote(byte[] bytes, int start) {
        int end = start;
        while (bytes[end] != '"') {
            end += bytes[end] == '\\' ? 2 : 1;
        }
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** Whether these are the same value; numbers by value, members in any order. */
    static boolean same(Json one, Json other) {
        return switch (one) {
            case Null none -> other == Null.NULL;
            case Bool bool -> bool.equals(other);
            case Num number -> other instanceof Num it && same(number.spelled(), it.spelled());
            case Text text -> other instanceof Text it && text.text().equals(it.text());
            case Array array ->
                    other instanceof Array it
                            && array.elements().size() == it.elements().size()
                            && allSame(array.elements(), it.elements());
            case Obj object ->
                    other instanceof Obj it
                            && object.members().size() == it.members().size()
                            && sameMembers(object.members(), it.members());
        };
    }

    /** Plain loops, here and below: a stream in a thousand levels takes all of the stack. */
    private static boolean sameMembers(List<Member> one, List<Member> other) {
        List<Member> left = new ArrayList<>(other);
        for (Member member : one) {
            int at = 0;
            while (at < left.size() && !sameMember(member, left.get(at))) {
                at++;
            }
            if (at == left.size()) {
                return false;
            }
            left.remove(at);
        }
        return true;
    }

    private static boolean sameMember(Member one, Member other) {
        return one.key().equals(other.key()) && same(one.value(), other.value());
    }

    private static boolean allSame(List<Json> one, List<Json> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether two spellings are of one number. */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException beyondBigDecimal) {
            return false;
        }
    }

    /**
     * The value as it must come back where U+0000 cannot be held: without it, or as the text of its
     * JSON where keys would meet.
     */
    static Json kept(Json value) {
        if (!keysWouldMeet(value)) {
            return withoutNul(value);
        }
        byte[] source = value instanceof Obj object ? object.source() : ((Array) value).source();
        return new Text(new String(source, StandardCharsets.UTF_8), source);
    }

    /** Whether U+0000 alone tells keys of one object in the value apart. */
    static boolean keysWouldMeet(Json value) {
        boolean meet = false;
        if (value instanceof Array array) {
            for (Json element : array.elements()) {
                meet |= keysWouldMeet(element);
            }
        }
        if (value instanceof Obj object) {
            Set<String> sent = new HashSet<>();
            Set<String> cut = new HashSet<>();
            for (Member it : object.members()) {
                sent.add(it.key());
                cut.add(withoutNul(it.key()));
                meet |= keysWouldMeet(it.value());
            }
            meet |= cut.size() < sent.size();
        }
        return meet;
    }

    private static Json withoutNul(Json value) {
        return switch (value) {
            case Text text -> new Text(withoutNul(text.text()), text.source());
            case Array array -> {
                List<Json> elements = new ArrayList<>();
                for (Json element : array.elements()) {
                    elements.add(withoutNul(element));
                }
                yield new Array(elements, array.source());
            }
            case Obj object -> {
                List<Member> members = new ArrayList<>();
                for (Member it : object.members()) {
                    members.add(
                            new Member(
                                    withoutNul(it.key()), it.keySource(), withoutNul(it.value())));
                }
                yield new Obj(members, object.source());
            }
            default -> value;
        };
    }

    static String withoutNul(String text) {
        return text.replace("\0", "");
    }

    static boolean hasNul(Json value) {
        boolean found = value instanceof Text text && text.text().indexOf('\0') >= 0;
        if (value instanceof Array array) {
            for (Json element : array.elements()) {
                found |= hasNul(element);
            }
        }
        if (value instanceof Obj object) {
            for (Member it : object.members()) {
                found |= it.key().indexOf('\0') >= 0 || hasNul(it.value());
            }
        }
        return found;
    }
}
