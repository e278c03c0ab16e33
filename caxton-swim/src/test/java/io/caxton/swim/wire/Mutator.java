package io.caxton.swim.wire;

import java.util.Arrays;
import java.util.Random;

/** Spoils bytes: in a place or several, or as a whole. */
final class Mutator {
    private static final byte[] TELLING =
            Hex.bytes("00 01 07 09 0a 0c 7f 80 8f 90 9f a0 bf c0 c1 c4 c6 ca cc cf d3 d9 db dd df e0 f4 ff");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** What is there already may come out, too. */
    byte[] spoiled(byte[] bytes, byte[] other) {
        byte[] spoiled = bytes.clone();
        for (int times = random.nextInt(4); times > 0; times--) {
            spoiled = spoiledOnce(spoiled, other);
        }
        return spoiled;
    }

    private byte[] spoiledOnce(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other.clone();
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
            case 2 -> bytes[at] = (byte) random.nextInt(256);
            case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> {
                return spliced(bytes, at, other, random.nextInt(other.length + 1));
            }
            default -> {
                return spliced(bytes, at, bytes, at / 2);
            }
        }
        return bytes;
    }

    /** The beginning of one and the end of another. */
    private static byte[] spliced(byte[] first, int to, byte[] second, int from) {
        byte[] both = Arrays.copyOf(first, to + second.length - from);
        System.arraycopy(second, from, both, to, second.length - from);
        return both;
    }
}
