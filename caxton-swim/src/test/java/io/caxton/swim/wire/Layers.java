package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What is put around messages in the tests, also what we only read. */
final class Layers {
    private Layers() {}

    /** Good enough for a test, and the same each time. */
    static Consumer<byte[]> nonces(long seed) {
        return new Random(seed)::nextBytes;
    }

    static Security encrypted() {
        return Security.encrypted(KeyRing.of(Samples.KEY), nonces(11));
    }

    /** With and without label and encryption. */
    static List<Security> securities() {
        Security plain = Security.none();
        Security rollingOut = new Security("", Optional.of(KeyRing.of(Samples.KEY)), false, false, nonces(12));
        return List.of(plain, plain.withLabel("blue"), encrypted(), encrypted().withLabel("l".repeat(255)), rollingOut);
    }

    static byte[] compressed(byte[] plain) {
        return new Packer()
                .u8(MessageType.COMPRESS)
                .map(2)
                .field("Algo", 0)
                .field("Buf", LzwWriter.compress(plain))
                .toByteArray();
    }

    static byte[] withCrc(byte[] body) {
        return new Packer()
                .u8(MessageType.HAS_CRC)
                .u32(PacketReader.crc(body, 0, body.length))
                .append(body)
                .toByteArray();
    }

    /** Encryption of version 0: filled up to whole blocks with bytes that tell their count. */
    static byte[] padded(ByteString key, byte[] plain, byte[] authenticated) {
        int padding = 16 - plain.length % 16;
        byte[] whole = Arrays.copyOf(plain, plain.length + padding);
        Arrays.fill(whole, plain.length, whole.length, (byte) padding);
        return sealedAsVersion0(key, whole, authenticated);
    }

    static byte[] sealedAsVersion0(ByteString key, byte[] whole, byte[] authenticated) {
        byte[] nonce = Hex.bytes("000102030405060708090a0b");
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key.toByteArray(), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(authenticated);
            return new Packer()
                    .u8(0)
                    .append(nonce)
                    .append(cipher.doFinal(whole))
                    .toByteArray();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
