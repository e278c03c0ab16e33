package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacketSecurityTest {
    private static final List<SwimMessage> MESSAGES = List.of(new SwimMessage.Nack(7), new SwimMessage.Nack(8));

    private static PacketCodec codec(Security security) {
        return new PacketCodec(security, Samples.OWN_PORT);
    }

    private static void takes(Security security, byte[] packet) {
        assertThat(codec(security).decode(packet, packet.length)).isEqualTo(new Decoded(MESSAGES, List.of()));
    }

    private static void refuses(Reason reason, Security security, byte[] packet) {
        Decoded decoded = codec(security).decode(packet, packet.length);
        assertThat(decoded.messages()).isEmpty();
        assertThat(decoded.errors()).extracting(DecodeError::reason).containsExactly(reason);
    }

    private static byte[] packet(Security security) {
        return codec(security).encode(MESSAGES, true);
    }

    @Test
    void readsWhatItWroteWithLabelAndEncryption() {
        for (Security security : Layers.securities()) {
            takes(security, packet(security));
        }
    }

    @Test
    void putsTheLabelInFrontOfAll() {
        byte[] packet = codec(Layers.encrypted().withLabel("blue")).encode(MESSAGES, false);
        assertThat(packet).startsWith(Hex.bytes("f4 04 'blue' 01"));
        byte[] plain = codec(Security.none().withLabel("blue")).encode(MESSAGES, false);
        assertThat(plain).startsWith(Hex.bytes("f4 04 'blue' 07 02"));
    }

    @Test
    void refusesWhatHasAnotherLabelOrNone() {
        Security none = Security.none();
        Security blue = none.withLabel("blue");
        refuses(Reason.LABEL, blue, packet(none));
        refuses(Reason.LABEL, none, packet(blue));
        refuses(Reason.LABEL, blue, packet(none.withLabel("blues")));
        refuses(Reason.LABEL, blue, packet(none.withLabel("blu")));
        refuses(Reason.LABEL, none, Hex.bytes("f4 00 08"));
        refuses(Reason.TOO_SHORT, blue, Hex.bytes("f4 04 'bl'"));
        refuses(Reason.TOO_SHORT, blue, new byte[0]);
        refuses(Reason.TOO_SHORT, blue, Hex.bytes("f4 04 'blue'"));
    }

    @Test
    void refusesOneCiphertextUnderAnotherLabel() {
        byte[] blue = packet(Layers.encrypted().withLabel("blue"));
        byte[] replayed = blue.clone();
        System.arraycopy("teal".getBytes(StandardCharsets.UTF_8), 0, replayed, 2, 4);
        takes(Layers.encrypted().withLabel("blue"), blue);
        refuses(Reason.DECRYPTION, Layers.encrypted().withLabel("teal"), replayed);
        byte[] bare = new Input(blue, 6, blue.length).toByteArray();
        refuses(Reason.DECRYPTION, Layers.encrypted(), bare);
    }

    @Test
    void refusesPlainPacketsWhereAllMustBeEncrypted() {
        refuses(Reason.NOT_ENCRYPTED, Layers.encrypted(), packet(Security.none()));
        refuses(Reason.NOT_ENCRYPTED, Layers.encrypted(), Hex.bytes("00 82 a5 'SeqNo' 01 a4 'Node' a2 'n1'"));
        refuses(
                Reason.DECRYPTION,
                Layers.encrypted(),
                Hex.bytes("00 82 a5 'SeqNo' 01 a4 'Node' ae 'a-longer-name1' a1 'x' c0"));
    }

    @Test
    void doesNotUnderstandEncryptedPacketsWithoutKeys() {
        byte[] packet = packet(Layers.encrypted());
        Decoded decoded = codec(Security.none()).decode(packet, packet.length);
        assertThat(decoded.messages()).isEmpty();
        assertThat(decoded.errors()).hasSize(1);
    }

    @Test
    void takesPlainAndEncryptedPacketsWhileEncryptionIsRolledOut() {
        Optional<KeyRing> ring = Optional.of(KeyRing.of(Samples.KEY));
        Security first = new Security("", ring, false, false, Layers.nonces(1));
        Security second = new Security("", ring, false, true, Layers.nonces(2));
        for (Security receiver : List.of(first, second)) {
            for (Security sender : List.of(Security.none(), first, second, Layers.encrypted())) {
                takes(receiver, packet(sender));
            }
        }
        takes(Security.none(), packet(first));
        takes(Layers.encrypted(), packet(second));
    }

    @Test
    void rotatesAKeyWithoutLosingAPacket() {
        KeyRing before = KeyRing.of(Samples.KEY);
        KeyRing installed = before.install(Samples.OTHER_KEY);
        KeyRing used = installed.use(Samples.OTHER_KEY);
        KeyRing after = used.remove(Samples.KEY);
        List<KeyRing> steps = List.of(before, installed, used, after);
        for (int i = 1; i < steps.size(); i++) {
            Security one = Layers.encrypted().withRing(steps.get(i - 1));
            Security other = Layers.encrypted().withRing(steps.get(i));
            takes(one, packet(other));
            takes(other, packet(one));
        }
        refuses(
                Reason.DECRYPTION,
                Layers.encrypted().withRing(after),
                packet(Layers.encrypted().withRing(before)));
        refuses(
                Reason.DECRYPTION,
                Layers.encrypted().withRing(before),
                packet(Layers.encrypted().withRing(after)));
    }

    @Test
    void readsPacketsOfEncryptionVersion0() {
        byte[] body = codec(Security.none()).encode(MESSAGES, false);
        takes(Layers.encrypted(), Layers.padded(Samples.KEY, body, new byte[0]));
        takes(Layers.encrypted(), Layers.padded(Samples.KEY, Layers.compressed(body), new byte[0]));
        byte[] labelled =
                new Label("blue").before(Layers.padded(Samples.KEY, body, "blue".getBytes(StandardCharsets.UTF_8)));
        takes(Layers.encrypted().withLabel("blue"), labelled);
    }

    @Test
    void refusesAnEmptyEncryptedPacket() {
        byte[] empty = Aead.seal(Samples.KEY, Layers.nonces(5), new byte[0], new byte[0]);
        refuses(Reason.TOO_SHORT, Layers.encrypted(), empty);
    }

    @Test
    void refusesALabelWhoseLengthHasNoRoomInAByte() {
        assertThatThrownBy(() -> Security.none().withLabel("ä".repeat(128)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label must have at most 255 bytes, not 256");
    }

    @Test
    void neverTellsKeysOrContents() {
        Security security = Layers.encrypted().withRing(KeyRing.of(Samples.OTHER_KEY));
        assertThat(security.toString()).contains("1 keys").doesNotContain("thirty");
    }
}
