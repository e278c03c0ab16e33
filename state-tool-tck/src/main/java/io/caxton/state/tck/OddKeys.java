package io.caxton.state.tck;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys that careless stores bend, split, fold, trim or refuse. */
final class OddKeys {

    static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    static final String EMOJI = "\uD83D\uDC69\u200D\uD83D\uDE80";

    private OddKeys() {}

    static List<String> all() {
        return List.of(
                EMOJI,
                PUNCTUATION,
                " ",
                "\t",
                "\n",
                "\r\n",
                "\u0000",
                "a\u0000b",
                "\u007f",
                "\u0085",
                "\u00a0",
                "\u2028",
                "\u202e",
                "\ufeff",
                "\ufffd",
                "\uffff",
                "\uD83F\uDFFF",
                new String(Character.toChars(0x10FFFF)),
                ".",
                "..",
                "../x",
                "..\\x",
                "/",
                "//",
                "/a//b/",
                "a/../b",
                "%2e%2e%2f",
                "%00",
                "%",
                "+",
                "a b",
                "a+b",
                "a%20b",
                "?a=b&c#d",
                "http://user@host:80/p?q#f",
                "'; DROP TABLE state; --",
                "${jndi:x}",
                "{slot}",
                "*",
                "CON",
                "\u0130\u0131",
                "\u00df",
                "\ud55c\uae00",
                "\u0627\u0644\u0639",
                "null",
                "0",
                "-1",
                "true");
    }

    /** Keys that are easily taken for each other. */
    static List<String> lookalikes() {
        return List.of(
                "key",
                "Key",
                "KEY",
                "key ",
                " key",
                "key\u00a0",
                "key\u0000",
                "key/",
                "/key",
                "key.",
                "key//",
                "key%20",
                "key+",
                "k\u00e9y",
                "ke\u0301y",
                "\uff4bey",
                "\u043aey",
                "ke\u200by",
                "\ufeffkey",
                "stra\u00dfe",
                "strasse",
                "\ufb01n",
                "fin",
                "1",
                "01",
                "1.0",
                "\u212a",
                "k",
                "K",
                "a:b",
                "a/b",
                "a.b",
                "a\\b",
                "a_b",
                "a-b");
    }

    static List<String> notUnicode() {
        return List.of("\uD83D", "\uDE80", "a\uD83D", "\uD83Da", "\uDE80\uD83D", "a\uDE80b");
    }

    static Stream<String> singleAsciiCharacters() {
        return IntStream.range(0, 128).mapToObj(Character::toString);
    }
}
