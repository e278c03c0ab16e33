package io.caxton.swim.wire;

/** Bytes that no member would send, for tests of other packages. */
public final class Hostile {
    private Hostile() {}

    /** A user message of so many zeros, compressed to very little. */
    public static byte[] bomb(int size) {
        byte[] plain = new byte[size];
        plain[0] = MessageType.USER;
        return Layers.compressed(plain);
    }

    /** A compound of 255 parts, each of which makes no sense. */
    public static byte[] emptyCompound() {
        return Hex.bytes("07 ff " + "0000".repeat(PacketCodec.MAX_MESSAGES));
    }

    /** The beginning of a push/pull that announces a million members. */
    public static byte[] millionStates() {
        return Hex.bytes("06 81 a5 'Nodes' ce 000f4240");
    }

    /** A push/pull of two members, of which one makes no sense. */
    public static byte[] statesWithNonsense() {
        byte[] state = new Packer()
                .append(Hex.bytes(
                        "84 a4 'Name' a7 'sincere' a4 'Addr' a4 7f000001 a4 'Port' 09 a3 'Vsn' a6 010502020504"))
                .toByteArray();
        return new Packer()
                .append(Hex.bytes("06 81 a5 'Nodes' 02 81 a4 'Name' a0"))
                .append(state)
                .toByteArray();
    }
}
