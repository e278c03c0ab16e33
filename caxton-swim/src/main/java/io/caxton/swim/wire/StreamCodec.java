package io.caxton.swim.wire;

import io.caxton.swim.NodeState;

/**
 * Streams as bytes (memberlist protocol, over TCP). Layers from the outside in: label, encryption, compression (which is
 * read, never written), then one message.
 *
 * <p>It keeps nothing between two calls and may be used by several threads, if the source of its nonces may; a {@link
 * StreamDecoder} may not.
 */
public final class StreamCodec {
    private final Envelope envelope;
    private final StreamLimits limits;
    private final BodyReaders readers;

    /** The streams of one node. See {@link PacketCodec#PacketCodec(Security, int)}. */
    public StreamCodec(Security security, StreamLimits limits, int ownPort) {
        this.envelope = new Envelope(security);
        this.limits = limits;
        this.readers = new BodyReaders(new MessageReader(ownPort), limits);
    }

    /**
     * All the bytes of a stream.
     *
     * @throws IllegalArgumentException if it is larger than this node would take it itself
     */
    public byte[] encode(StreamMessage message) {
        Packer out = new Packer();
        write(message, out);
        byte[] stream = envelope.wrapStream(out.toByteArray());
        requireAtMost(limits.maxBytes(), stream.length, "bytes");
        return stream;
    }

    /** For one stream that comes in. */
    public StreamDecoder decoder() {
        return new StreamDecoder(envelope, readers, limits.maxBytes());
    }

    private void write(StreamMessage message, Packer out) {
        if (message instanceof StreamMessage.States states) {
            states(states, out);
        } else if (message instanceof StreamMessage.User user) {
            int size = user.body().size();
            requireAtMost(limits.maxUserBytes(), size, "bytes of user data");
            out.u8(MessageType.USER).map(1).field("UserMsgLen", size).append(user.body());
        } else if (message instanceof StreamMessage.Ping ping) {
            MessageWriter.write(ping.ping(), out);
        } else if (message instanceof StreamMessage.Ack ack) {
            MessageWriter.write(ack.ack(), out);
        } else {
            out.u8(MessageType.ERROR).map(1).field("Error", ((StreamMessage.Failure) message).error());
        }
    }

    private void states(StreamMessage.States states, Packer out) {
        requireAtMost(limits.maxNodes(), states.nodes().size(), "members");
        requireAtMost(limits.maxUserBytes(), states.userState().size(), "bytes of user data");
        out.u8(MessageType.PUSH_PULL)
                .map(3)
                .field("Nodes", states.nodes().size())
                .field("UserStateLen", states.userState().size())
                .field("Join", states.join());
        for (NodeState node : states.nodes()) {
            MessageWriter.state(node, out);
        }
        out.append(states.userState());
    }

    private static void requireAtMost(int limit, int size, String what) {
        if (size > limit) {
            throw new IllegalArgumentException("a stream has at most " + limit + " " + what + ", not " + size);
        }
    }
}
