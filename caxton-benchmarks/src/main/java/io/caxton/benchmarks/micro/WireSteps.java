package io.caxton.benchmarks.micro;

import io.caxton.swim.ByteString;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.Decoded;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import java.security.SecureRandom;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A probe with five messages that ride on it, to and from its packet. */
@State(Scope.Thread)
public class WireSteps {
    private final List<SwimMessage> messages = Peers.probe();
    private final PacketCodec plain = new PacketCodec(Security.none(), Peers.PORT);
    private final PacketCodec encrypted = new PacketCodec(
            Security.encrypted(KeyRing.of(ByteString.of(new byte[32])), new SecureRandom()::nextBytes), Peers.PORT);
    private final byte[] plainPacket = plain.encode(messages, true);
    private final byte[] encryptedPacket = encrypted.encode(messages, true);

    @Benchmark
    public byte[] encodePlain() {
        return plain.encode(messages, true);
    }

    /** With AES-GCM and a key of 256 bits. */
    @Benchmark
    public byte[] encodeEncrypted() {
        return encrypted.encode(messages, true);
    }

    @Benchmark
    public Decoded decodePlain() {
        return plain.decode(plainPacket, plainPacket.length);
    }

    @Benchmark
    public Decoded decodeEncrypted() {
        return encrypted.decode(encryptedPacket, encryptedPacket.length);
    }
}
