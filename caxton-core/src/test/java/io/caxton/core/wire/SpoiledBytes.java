package io.caxton.core.wire;

import java.util.Arrays;
import java.util.Random;

/** Bytes that a broken or hostile node may send. */
public final class SpoiledBytes {
    private SpoiledBytes() {}

    /** A copy with up to three bytes or bits changed, or cut short. */
    public static byte[] of(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, 1 + at);
                default -> bytes[random.nextInt(bytes.length)] = bytes[at];
            }
        }
        return bytes;
    }
}
