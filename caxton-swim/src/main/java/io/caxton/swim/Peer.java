package io.caxton.swim;

/**
 * Whom something is sent to.
 *
 * @param name empty if it is not known who is there
 * @param protocolMax the highest version it understands; 0 if that is not known
 */
public record Peer(NodeAddress address, String name, int protocolMax) {
    /** Somebody of whom nothing but the address is known. */
    public static Peer at(NodeAddress address) {
        return new Peer(address, "", 0);
    }
}
