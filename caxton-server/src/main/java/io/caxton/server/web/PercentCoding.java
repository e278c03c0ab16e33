package io.caxton.server.web;

import io.caxton.core.validation.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986, section 2.1) of UTF-8, read strictly. */
final class PercentCoding {
    private PercentCoding() {}

    /**
     * The text encoded so.
     *
     * @param plusIsSpace as in a query, where browsers and libraries write a space so
     * @throws InvalidRequestException that names {@code field} if it is not percent-encoded UTF-8
     */
    static String decode(String field, String raw, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c == '%') {
                bytes.write((hex(field, raw, i) << 4) | hex(field, raw, i + 1));
                i += 2;
            } else if (c > 0x7F) {
                throw notEncoded(field);
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw notEncoded(field);
        }
    }

    private static int hex(String field, String raw, int at) {
        int digit = at < raw.length() && raw.charAt(at) < 0x80 ? Character.digit(raw.charAt(at), 16) : -1;
        if (digit < 0) {
            throw notEncoded(field);
        }
        return digit;
    }

    private static InvalidRequestException notEncoded(String field) {
        return new InvalidRequestException(field, "is not percent-encoded UTF-8");
    }
}
