package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.DecodeError.Reason;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM as memberlist frames it: a version, the nonce, the ciphertext with its tag. Version 0 fills the plaintext up to
 * whole blocks (PKCS #7), version 1, which is written here, does not.
 */
final class Aead {
    private static final int VERSION = 1;
    private static final int PADDED_VERSION = 0;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int BLOCK = 16;

    /** By how much a sealed message is longer than its plaintext. */
    static final int OVERHEAD = 1 + NONCE + TAG;

    private Aead() {}

    static byte[] seal(ByteString key, Consumer<byte[]> nonces, byte[] plain, byte[] authenticated) {
        byte[] nonce = new byte[NONCE];
        nonces.accept(nonce);
        byte[] sealed = new byte[Math.addExact(OVERHEAD, plain.length)];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, sealed, 1);
            cipher.updateAAD(authenticated);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with AES-GCM", e);
        }
    }

    /** Whether it can be a sealed message at all, by its length and version. */
    static boolean mayBeSealed(Input in) throws WireException {
        return in.remaining() >= OVERHEAD && in.peek() <= VERSION;
    }

    /** Opens it with the first key that fits. */
    static Input open(List<ByteString> keys, Input sealed, byte[] authenticated) throws WireException {
        if (!mayBeSealed(sealed)) {
            throw new WireException(Reason.DECRYPTION, "too short, or of an unknown version of encryption");
        }
        for (ByteString key : keys) {
            Optional<byte[]> plain = open(key, sealed, authenticated);
            if (plain.isPresent()) {
                return sealed.peek() == PADDED_VERSION ? unpadded(plain.get()) : Input.of(plain.get());
            }
        }
        throw new WireException(Reason.DECRYPTION, "no key of the ring opens it");
    }

    private static Optional<byte[]> open(ByteString key, Input sealed, byte[] authenticated) {
        int nonce = sealed.position() + 1;
        int text = nonce + NONCE;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed.array(), nonce);
            cipher.updateAAD(authenticated);
            return Optional.of(cipher.doFinal(sealed.array(), text, sealed.end() - text));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, ByteString key, byte[] bytes, int nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key.toByteArray(), "AES"),
                new GCMParameterSpec(TAG * Byte.SIZE, bytes, nonce, NONCE));
        return cipher;
    }

    private static Input unpadded(byte[] plain) throws WireException {
        int padding = plain.length == 0 ? 0 : plain[plain.length - 1];
        if (plain.length % BLOCK != 0 || padding < 1 || padding > BLOCK) {
            throw new WireException(Reason.DECRYPTION, "wrongly padded");
        }
        return new Input(plain, 0, plain.length - padding);
    }
}
