package io.caxton.server.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A second opinion on what JSON is: RFC 8259 in UTF-8 without a byte order mark, no name twice in an object. Written here, by
 * hand, so that it does not share the mistakes of the parser under test.
 */
final class StrictJson {
    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    private static final class NotJson extends RuntimeException {
        NotJson() {
            super(null, null, false, false);
        }
    }

    static boolean isValid(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            StrictJson json = new StrictJson(text);
            json.value(0);
            json.blanks();
            return json.at == text.length();
        } catch (CharacterCodingException | NotJson notJson) {
            return false;
        }
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private void value(int depth) {
        blanks();
        switch (depth > 500 ? 0 : peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object(int depth) {
        Set<String> names = new HashSet<>();
        at++;
        blanks();
        if (skip('}')) {
            return;
        }
        do {
            blanks();
            if (!names.add(string())) {
                throw new NotJson();
            }
            blanks();
            need(':');
            value(depth + 1);
            blanks();
        } while (skip(','));
        need('}');
    }

    private void array(int depth) {
        at++;
        blanks();
        if (skip(']')) {
            return;
        }
        do {
            value(depth + 1);
            blanks();
        } while (skip(','));
        need(']');
    }

    private String string() {
        need('"');
        StringBuilder decoded = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw new NotJson();
            }
            decoded.append(c == '\\' ? escaped() : c);
        }
        at++;
        return decoded.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        if (c == 'u') {
            int code = 0;
            for (int i = 0; i < 4; i++, at++) {
                int digit = "0123456789abcdef".indexOf(Character.toLowerCase(peek()));
                if (digit < 0 || peek() > 'f') {
                    throw new NotJson();
                }
                code = code * 16 + digit;
            }
            return (char) code;
        }
        int known = "\"\\/bfnrt".indexOf(c);
        if (known < 0) {
            throw new NotJson();
        }
        return "\"\\/\b\f\n\r\t".charAt(known);
    }

    private void number() {
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new NotJson();
        }
    }

    private void word(String expected) {
        if (!text.startsWith(expected, at)) {
            throw new NotJson();
        }
        at += expected.length();
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NotJson();
        }
        return text.charAt(at);
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void need(char c) {
        if (!skip(c)) {
            throw new NotJson();
        }
    }
}
