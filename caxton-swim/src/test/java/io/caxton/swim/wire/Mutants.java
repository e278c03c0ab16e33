package io.caxton.swim.wire;

import io.caxton.swim.SwimMessage;
import java.util.List;
import java.util.Random;

/**
 * Spoiled packets and streams. They are spoiled in one of their layers, so that the spoiled place is often reached behind a
 * checksum and a tag that are right.
 */
final class Mutants {
    private final Random random;
    private final Samples samples;
    private final Mutator mutator;
    /** What others are spliced with. */
    private byte[] packetBefore = {1};

    private byte[] streamBefore = {1};

    Mutants(Random random, Samples samples) {
        this.random = random;
        this.samples = samples;
        this.mutator = new Mutator(random);
    }

    byte[] packet(Security security) {
        List<SwimMessage> messages = samples.messages(1 + random.nextInt(3));
        byte[] body = new PacketCodec(Security.none(), Samples.OWN_PORT).encode(messages, false);
        boolean inside = random.nextInt(4) > 0;
        body = inside ? mutator.spoiled(body, packetBefore) : body;
        body = maybeCompressed(body, packetBefore);
        if (random.nextInt(3) == 0) {
            body = Layers.withCrc(body);
        }
        byte[] packet = new Envelope(security).wrapPacket(body);
        packetBefore = inside ? packet : mutator.spoiled(packet, packetBefore);
        return packetBefore;
    }

    byte[] stream(Security security) {
        byte[] body = new StreamCodec(Security.none(), StreamLimits.DEFAULT, Samples.OWN_PORT)
                .encode(samples.streamMessage());
        boolean inside = random.nextInt(4) > 0;
        body = inside ? mutator.spoiled(body, streamBefore) : body;
        body = maybeCompressed(body, streamBefore);
        byte[] stream = new Envelope(security).wrapStream(body);
        streamBefore = inside ? stream : mutator.spoiled(stream, streamBefore);
        return streamBefore;
    }

    private byte[] maybeCompressed(byte[] body, byte[] other) {
        if (random.nextInt(4) > 0) {
            return body;
        }
        byte[] compressed = Layers.compressed(body);
        return random.nextBoolean() ? mutator.spoiled(compressed, other) : compressed;
    }
}
