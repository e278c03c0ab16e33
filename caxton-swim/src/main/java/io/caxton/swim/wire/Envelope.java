package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.wire.DecodeError.Reason;
import java.util.List;
import java.util.Optional;

/** What is around a packet or a stream: the label, and inside of it the encryption. */
final class Envelope {
    /** What stands before the encrypted part of a stream: the type and the part's length. */
    static final int STREAM_HEADER = 5;

    private static final byte[] NOTHING = new byte[0];

    private final Security security;
    private final Label label;

    Envelope(Security security) {
        this.security = security;
        this.label = new Label(security.label());
    }

    Label label() {
        return label;
    }

    /** By how much a packet is longer than its body. */
    int packetOverhead() {
        return label.headerSize() + (security.outgoingRing().isPresent() ? Aead.OVERHEAD : 0);
    }

    byte[] wrapPacket(byte[] body) {
        Optional<KeyRing> ring = security.outgoingRing();
        return label.before(
                ring.isEmpty()
                        ? body
                        : Aead.seal(ring.get().primary(), security.nonces(), body, label.authenticated(NOTHING)));
    }

    Input openPacket(Input packet) throws WireException {
        if (packet.remaining() == 0) {
            throw new WireException(Reason.TOO_SHORT, "empty");
        }
        label.check(packet.array(), packet.position(), packet.remaining());
        packet.take(label.headerSize());
        if (security.ring().isEmpty()) {
            return packet;
        }
        return security.verifyIncoming() ? openSealed(packet) : openAny(packet);
    }

    private Input openSealed(Input packet) throws WireException {
        if (!Aead.mayBeSealed(packet)) {
            throw new WireException(Reason.NOT_ENCRYPTED, "not encrypted");
        }
        return open(packet, NOTHING);
    }

    /** A version of encryption and a message type look the same: what cannot be decrypted may be plain. */
    private Input openAny(Input packet) {
        try {
            return open(packet, NOTHING);
        } catch (WireException e) {
            return packet;
        }
    }

    byte[] wrapStream(byte[] body) {
        Optional<KeyRing> ring = security.outgoingRing();
        if (ring.isEmpty()) {
            return label.before(body);
        }
        Packer sealed = new Packer().u8(MessageType.ENCRYPT).u32(Math.addExact(body.length, Aead.OVERHEAD));
        byte[] authenticated = label.authenticated(sealed.toByteArray());
        sealed.append(Aead.seal(ring.get().primary(), security.nonces(), body, authenticated));
        return label.before(sealed.toByteArray());
    }

    /** Opens the encrypted part of a stream, which begins with its header. */
    Input openStream(Input stream) throws WireException {
        byte[] header = stream.take(STREAM_HEADER).toByteArray();
        return open(stream, header);
    }

    /** Refuses a plain stream where all must be encrypted. */
    void requirePlainAllowed() throws WireException {
        if (security.ring().isPresent() && security.verifyIncoming()) {
            throw new WireException(Reason.NOT_ENCRYPTED, "not encrypted");
        }
    }

    /** Refuses an encrypted stream that nothing can open, before it is kept. */
    void requireKeys() throws WireException {
        keys();
    }

    private Input open(Input sealed, byte[] before) throws WireException {
        return Aead.open(keys(), sealed, label.authenticated(before));
    }

    private List<ByteString> keys() throws WireException {
        return security.ring()
                .orElseThrow(() -> new WireException(Reason.DECRYPTION, "encrypted, and there is no key ring"))
                .keys();
    }
}
