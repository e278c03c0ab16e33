package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerFrames.Letter;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a key that one session uses in one direction, and the number of the letter as its nonce. */
final class AesGcmSeal implements Seal {
    /** Bytes of a key. */
    static final int KEY = 32;

    private static final int NONCE = 12;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKeySpec key;

    AesGcmSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    public byte[] seal(Letter letter, byte[] body) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, letter).doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    @Override
    public byte[] open(Letter letter, byte[] travelled, int offset) throws RefusedException {
        try {
            return cipher(Cipher.DECRYPT_MODE, letter).doFinal(travelled, offset, travelled.length - offset);
        } catch (GeneralSecurityException forged) {
            throw new RefusedException(Refusal.FORGED);
        }
    }

    private Cipher cipher(int mode, Letter letter) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE).putInt(0).putLong(letter.number()).array();
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(OVERHEAD * Byte.SIZE, nonce));
        cipher.updateAAD(letter.associatedData());
        return cipher;
    }
}
