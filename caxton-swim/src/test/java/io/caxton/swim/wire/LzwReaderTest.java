package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzwReaderTest {
    private static byte[] read(byte[] compressed) throws WireException {
        return LzwReader.read(Input.of(compressed), 10_000_000);
    }

    /** Codes of nine bits each, packed by hand from the least significant bit on. */
    @Test
    void readsWhatWasWrittenByHand() throws WireException {
        // clear, end
        assertThat(read(Hex.bytes("000302"))).isEmpty();
        // clear, a, the code that is just about to be known, end
        assertThat(read(Hex.bytes("00c3080c08"))).isEqualTo(Hex.bytes("'aaa'"));
        // clear, a, b, ab, end
        assertThat(read(Hex.bytes("00c388111810"))).isEqualTo(Hex.bytes("'abab'"));
        // a, end: the clear at the beginning may be missing
        assertThat(read(Hex.bytes("610202"))).isEqualTo(Hex.bytes("'a'"));
    }

    @Test
    void readsWhatAWriterWrote() throws WireException {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            byte[] plain = text(random, i < 40 ? i : random.nextInt(200_000), 1 + random.nextInt(256));
            assertThat(read(LzwWriter.compress(plain))).isEqualTo(plain);
            assertThat(read(LzwWriter.compressWithOneTable(plain))).isEqualTo(plain);
        }
    }

    private static byte[] text(Random random, int size, int letters) {
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) random.nextInt(letters);
        }
        return text;
    }

    @Test
    void readsAroundEachWidthAndTheFullTable() throws WireException {
        Random random = new Random(2);
        byte[] all = text(random, 9_000, 256);
        for (int size = 250; size < 260; size++) {
            assertRoundTrip(Arrays.copyOf(all, size));
        }
        for (int size = 3_700; size < 4_200; size++) {
            assertRoundTrip(Arrays.copyOf(all, size));
        }
        assertRoundTrip(all);
        assertRoundTrip(new byte[1_000_000]);
    }

    private static void assertRoundTrip(byte[] plain) throws WireException {
        assertThat(read(LzwWriter.compress(plain))).isEqualTo(plain);
        assertThat(read(LzwWriter.compressWithOneTable(plain))).isEqualTo(plain);
    }

    @Test
    void refusesACodeThatIsNotKnownYet() {
        // clear, 258 as the first code; then clear, a, 259
        assertThatThrownBy(() -> read(Hex.bytes("000502 00"))).hasMessageStartingWith("COMPRESSION: a code");
        assertThatThrownBy(() -> read(Hex.bytes("00c30c0c08"))).hasMessageStartingWith("COMPRESSION: a code");
    }

    @Test
    void refusesDataThatEndsEarly() {
        byte[] whole = LzwWriter.compress(Hex.bytes("'some' 'text'"));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).hasMessage("COMPRESSION: ends early");
        }
    }

    @Test
    void stopsAtItsBound() throws WireException {
        byte[] bomb = LzwWriter.compress(new byte[1_000_000]);
        assertThat(LzwReader.read(Input.of(bomb), 1_000_000)).hasSize(1_000_000);
        for (int bound : new int[] {0, 1, 2, 1_000, 999_999}) {
            assertThatThrownBy(() -> LzwReader.read(Input.of(bomb), bound))
                    .hasMessage("TOO_LARGE: more than " + bound + " bytes once it is decompressed");
        }
    }
}
