package io.caxton.server.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Changes bytes without knowing what they mean. */
final class ByteMutation {
    /** Overlong, surrogate, too large, cut off and never used sequences (RFC 3629), and what other encodings begin with. */
    private static final List<byte[]> NOT_UTF8 =
            hex("C080", "EDA080", "F5808080", "C3", "E282", "FF", "FE", "80", "F4908080");

    private static final List<byte[]> ODD = hex("00", "EFBBBF", "E2808B", "C285", "EFBFBF", "0D0A", "1B", "7F");

    private ByteMutation() {}

    private static List<byte[]> hex(String... texts) {
        return Arrays.stream(texts).map(HexFormat.of()::parseHex).toList();
    }

    static byte[] mutate(byte[] sample, Dice dice) {
        byte[] changed = once(sample, dice);
        while (dice.oneIn(3)) {
            changed = once(changed, dice);
        }
        return changed;
    }

    private static byte[] once(byte[] bytes, Dice dice) {
        int at = dice.below(bytes.length + 1);
        int end = Math.min(bytes.length, at + dice.between(1, 16));
        return switch (dice.below(9)) {
            case 0 -> flip(bytes, dice);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> splice(bytes, at, bytes, at, dice);
            case 3 -> splice(bytes, at, dice.pick(NOT_UTF8), at, dice);
            case 4 -> splice(bytes, at, dice.pick(ODD), end, dice);
            case 5 -> splice(bytes, at, new byte[0], end, dice);
            case 6 -> splice(bytes, at, new byte[] {dice.anyByte()}, at, dice);
            case 7 -> encoded(bytes, dice);
            default -> splice(bytes, at, Arrays.copyOfRange(bytes, Math.min(at, end), end), at, dice);
        };
    }

    private static byte[] flip(byte[] bytes, Dice dice) {
        byte[] flipped = bytes.clone();
        for (int i = dice.between(1, 3); i > 0 && flipped.length > 0; i--) {
            flipped[dice.below(flipped.length)] ^= (byte) (1 << dice.below(8));
        }
        return flipped;
    }

    private static byte[] splice(byte[] bytes, int to, byte[] piece, int from, Dice dice) {
        byte[] head = Arrays.copyOf(bytes, to);
        byte[] tail = Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
        return dice.oneIn(8) ? HttpText.join(piece, head, tail) : HttpText.join(head, piece, tail);
    }

    private static byte[] encoded(byte[] bytes, Dice dice) {
        Charset charset = Charset.forName(dice.pick(List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "IBM037")));
        return new String(bytes, StandardCharsets.UTF_8).getBytes(charset);
    }
}
