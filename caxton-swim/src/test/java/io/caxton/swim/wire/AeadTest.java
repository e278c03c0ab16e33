package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AeadTest {
    private static final byte[] NOTHING = new byte[0];
    private static final List<ByteString> KEYS = List.of(Samples.KEY);

    /** Test case 2 of McGrew and Viega's "The Galois/Counter Mode of Operation": zeros all over. */
    @Test
    void sealsAsPublished() throws WireException {
        byte[] sealed = Hex.bytes(
                "01 000000000000000000000000 0388dace60b6a392f328c2b971b2fe78" + " ab6e47d42cec13bdf53a67b21257bddf");
        assertThat(Aead.seal(Samples.KEY, nonce -> {}, new byte[16], NOTHING)).isEqualTo(sealed);
        assertThat(Aead.open(KEYS, Input.of(sealed), NOTHING).toByteArray()).isEqualTo(new byte[16]);
    }

    @Test
    void opensWithKeysOfEachLength() throws WireException {
        for (int size : new int[] {16, 24, 32}) {
            ByteString key = ByteString.of(new byte[size]);
            byte[] sealed = Aead.seal(key, Layers.nonces(1), Hex.bytes("'text'"), Hex.bytes("'label'"));
            assertThat(sealed).hasSize(4 + Aead.OVERHEAD);
            assertThat(Aead.open(List.of(Samples.OTHER_KEY, key), Input.of(sealed), Hex.bytes("'label'"))
                            .toByteArray())
                    .isEqualTo(Hex.bytes("'text'"));
        }
    }

    @Test
    void takesAnotherNonceEachTime() {
        byte[] plain = Hex.bytes("'text'");
        var nonces = Layers.nonces(1);
        assertThat(Aead.seal(Samples.KEY, nonces, plain, NOTHING))
                .isNotEqualTo(Aead.seal(Samples.KEY, nonces, plain, NOTHING));
    }

    @Test
    void opensVersion0WithPaddingOf1To16Bytes() throws WireException {
        for (int size = 0; size <= 33; size++) {
            byte[] plain = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
            byte[] sealed = Layers.padded(Samples.KEY, plain, NOTHING);
            assertThat(Aead.open(KEYS, Input.of(sealed), NOTHING).toByteArray()).isEqualTo(plain);
        }
    }

    @Test
    void refusesVersion0WithWrongPadding() {
        for (String last : List.of("00", "11", "ff", "80")) {
            byte[] whole = Hex.bytes("000102030405060708090a0b0c0d0e " + last);
            byte[] sealed = Layers.sealedAsVersion0(Samples.KEY, whole, NOTHING);
            assertThatThrownBy(() -> Aead.open(KEYS, Input.of(sealed), NOTHING))
                    .hasMessage("DECRYPTION: wrongly padded");
        }
        for (int size : new int[] {0, 1, 15, 17}) {
            byte[] sealed = Layers.sealedAsVersion0(
                    Samples.KEY, "\u0001".repeat(size).getBytes(StandardCharsets.UTF_8), NOTHING);
            assertThatThrownBy(() -> Aead.open(KEYS, Input.of(sealed), NOTHING))
                    .hasMessage("DECRYPTION: wrongly padded");
        }
    }

    @Test
    void seesEveryFlippedBit() {
        byte[] sealed = Aead.seal(Samples.KEY, Layers.nonces(2), Hex.bytes("'some' 'text'"), NOTHING);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            if (bit == 0) {
                // Version 0 with the same tag: what is inside is not padded.
                assertThatThrownBy(() -> Aead.open(KEYS, Input.of(flipped), NOTHING))
                        .hasMessage("DECRYPTION: wrongly padded");
            } else {
                assertThatThrownBy(() -> Aead.open(KEYS, Input.of(flipped), NOTHING))
                        .hasMessageStartingWith("DECRYPTION: ");
            }
        }
    }

    @Test
    void refusesWhatWasAuthenticatedWithOtherBytes() {
        byte[] sealed = Aead.seal(Samples.KEY, Layers.nonces(3), Hex.bytes("'text'"), Hex.bytes("'blue'"));
        assertThatThrownBy(() -> Aead.open(KEYS, Input.of(sealed), Hex.bytes("'green'")))
                .hasMessage("DECRYPTION: no key of the ring opens it");
    }

    @Test
    void refusesWhatIsTooShort() {
        byte[] sealed = Aead.seal(Samples.KEY, Layers.nonces(4), NOTHING, NOTHING);
        assertThat(sealed).hasSize(Aead.OVERHEAD);
        for (int length = 0; length < sealed.length; length++) {
            Input part = new Input(sealed, 0, length);
            assertThatThrownBy(() -> Aead.open(KEYS, part, NOTHING)).hasMessageStartingWith("DECRYPTION: too short");
        }
    }
}
