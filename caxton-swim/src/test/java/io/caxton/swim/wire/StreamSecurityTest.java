package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.DecodeError.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamSecurityTest {
    private static final StreamMessage MESSAGE = new StreamMessage.User(ByteString.utf8("hello"));

    private static byte[] stream(Security security) {
        return Streams.codec(security).encode(MESSAGE);
    }

    private static void takes(Security security, byte[] stream) {
        assertThat(Streams.read(Streams.codec(security), stream)).isEqualTo(Streams.done(MESSAGE));
    }

    private static void refuses(Reason reason, Security security, byte[] stream) {
        assertThat(Streams.failure(Streams.read(Streams.codec(security), stream)))
                .isEqualTo(reason);
    }

    @Test
    void putsLabelThenTypeThenLengthInFrontOfTheEncryptedPart() {
        byte[] stream = stream(Layers.encrypted().withLabel("blue"));
        int plain = stream(Security.none()).length;
        assertThat(stream).hasSize(6 + 5 + Aead.OVERHEAD + plain).startsWith(Hex.bytes("f4 04 'blue' 0a 000000"));
        assertThat(Byte.toUnsignedInt(stream[10])).isEqualTo(Aead.OVERHEAD + plain);
    }

    @Test
    void refusesWhatHasAnotherLabelOrNoneAsSoonAsItDiffers() {
        Security none = Security.none();
        Security blue = none.withLabel("blue");
        refuses(Reason.LABEL, blue, stream(none));
        refuses(Reason.LABEL, none, stream(blue));
        refuses(Reason.LABEL, blue, Hex.bytes("f4 05"));
        refuses(Reason.LABEL, blue, Hex.bytes("f4 04 'bla'"));
    }

    @Test
    void refusesOneCiphertextUnderAnotherLabelOrLength() {
        byte[] blue = stream(Layers.encrypted().withLabel("blue"));
        byte[] replayed = blue.clone();
        System.arraycopy("teal".getBytes(StandardCharsets.UTF_8), 0, replayed, 2, 4);
        takes(Layers.encrypted().withLabel("blue"), blue);
        refuses(Reason.DECRYPTION, Layers.encrypted().withLabel("teal"), replayed);
        byte[] shorter = stream(Layers.encrypted());
        shorter[4]--;
        refuses(Reason.DECRYPTION, Layers.encrypted(), shorter);
    }

    @Test
    void refusesAPacketsCiphertextInAStream() {
        byte[] body = stream(Security.none());
        byte[] sealed = Aead.seal(Samples.KEY, Layers.nonces(1), body, new byte[0]);
        byte[] stream = new Packer()
                .u8(MessageType.ENCRYPT)
                .u32(sealed.length)
                .append(sealed)
                .toByteArray();
        refuses(Reason.DECRYPTION, Layers.encrypted(), stream);
    }

    @Test
    void refusesPlainStreamsWhereAllMustBeEncrypted() {
        refuses(Reason.NOT_ENCRYPTED, Layers.encrypted(), stream(Security.none()));
        refuses(Reason.NOT_ENCRYPTED, Layers.encrypted(), Hex.bytes("08"));
        refuses(Reason.DECRYPTION, Security.none(), stream(Layers.encrypted()));
        refuses(
                Reason.DECRYPTION,
                Layers.encrypted().withRing(KeyRing.of(Samples.OTHER_KEY)),
                stream(Layers.encrypted()));
    }

    @Test
    void takesPlainAndEncryptedStreamsWhileEncryptionIsRolledOut() {
        Optional<KeyRing> ring = Optional.of(KeyRing.of(Samples.KEY));
        Security first = new Security("", ring, false, false, Layers.nonces(1));
        Security second = new Security("", ring, false, true, Layers.nonces(2));
        for (Security receiver : List.of(first, second)) {
            for (Security sender : List.of(Security.none(), first, second, Layers.encrypted())) {
                takes(receiver, stream(sender));
            }
        }
        takes(Security.none(), stream(first));
        takes(Layers.encrypted(), stream(second));
    }

    @Test
    void readsStreamsOfEncryptionVersion0() {
        byte[] body = stream(Security.none());
        byte[] header = Hex.bytes("0a 0000003d");
        byte[] sealed = Layers.padded(Samples.KEY, body, header);
        assertThat(sealed).hasSize(0x3d);
        takes(Layers.encrypted(), new Packer().append(header).append(sealed).toByteArray());
    }

    @Test
    void refusesWhatIsEncryptedTwiceOrLabelledInside() {
        Envelope envelope = new Envelope(Layers.encrypted());
        refuses(Reason.TYPE, Layers.encrypted(), envelope.wrapStream(stream(Layers.encrypted())));
        refuses(
                Reason.TYPE,
                Layers.encrypted(),
                envelope.wrapStream(stream(Security.none().withLabel("blue"))));
        refuses(Reason.TOO_SHORT, Layers.encrypted(), envelope.wrapStream(new byte[0]));
    }

    @Test
    void seesEveryFlippedBitFromTheLabelToTheTag() {
        Security security = Layers.encrypted().withLabel("blue");
        byte[] stream = stream(security);
        for (int bit = 0; bit < stream.length * 8; bit++) {
            byte[] flipped = stream.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Streams.read(Streams.codec(security), flipped)).isNotInstanceOf(StreamProgress.Done.class);
        }
    }
}
