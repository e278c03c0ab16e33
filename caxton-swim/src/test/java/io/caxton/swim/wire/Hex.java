package io.caxton.swim.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes by hand: {@code "00 82 a5 'SeqNo' 01"}, words in hexadecimal or in quotes. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String words) {
        Packer out = new Packer();
        for (String word : words.strip().split("\\s+", -1)) {
            out.append(
                    word.startsWith("'")
                            ? word.substring(1, word.length() - 1).getBytes(StandardCharsets.UTF_8)
                            : HexFormat.of().parseHex(word));
        }
        return out.toByteArray();
    }

    static Input input(String words) {
        return Input.of(bytes(words));
    }
}
