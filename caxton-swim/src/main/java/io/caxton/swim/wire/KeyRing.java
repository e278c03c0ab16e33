package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a cluster: one that encrypts, and all that decrypt. It does not change; each change makes another one. To
 * rotate a key without losing a packet, every node first installs the new one, then uses it, then removes the old one.
 */
public final class KeyRing {
    /** Each key more is one more try at every forged packet. */
    public static final int MAX_KEYS = 16;

    private static final int AES_128 = 16;
    private static final int AES_192 = 24;
    private static final int AES_256 = 32;

    private final List<ByteString> keys;

    private KeyRing(List<ByteString> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * A ring of one key.
     *
     * @throws IllegalArgumentException if the key has neither 16, 24 nor 32 bytes
     */
    public static KeyRing of(ByteString primary) {
        return new KeyRing(List.of(valid(primary)));
    }

    /** The key that encrypts. */
    public ByteString primary() {
        return keys.get(0);
    }

    /** All keys, the primary first. */
    public List<ByteString> keys() {
        return keys;
    }

    /**
     * The ring that decrypts with one more key; this one if it does already.
     *
     * @throws IllegalArgumentException if the key has neither 16, 24 nor 32 bytes
     * @throws IllegalStateException if the ring has {@link #MAX_KEYS} keys
     */
    public KeyRing install(ByteString key) {
        if (keys.contains(valid(key))) {
            return this;
        }
        if (keys.size() == MAX_KEYS) {
            throw new IllegalStateException("a key ring has at most " + MAX_KEYS + " keys");
        }
        List<ByteString> more = new ArrayList<>(keys);
        more.add(key);
        return new KeyRing(more);
    }

    /**
     * The ring that encrypts with another of its keys.
     *
     * @throws IllegalArgumentException if the key is not installed
     */
    public KeyRing use(ByteString key) {
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("the key is not installed");
        }
        List<ByteString> ordered = new ArrayList<>();
        ordered.add(key);
        keys.stream().filter(other -> !other.equals(key)).forEach(ordered::add);
        return new KeyRing(ordered);
    }

    /**
     * The ring without a key; this one if it has no such key.
     *
     * @throws IllegalArgumentException if it is the primary key
     */
    public KeyRing remove(ByteString key) {
        if (primary().equals(key)) {
            throw new IllegalArgumentException("the primary key cannot be removed: use another one first");
        }
        return new KeyRing(keys.stream().filter(other -> !other.equals(key)).toList());
    }

    private static ByteString valid(ByteString key) {
        int size = key.size();
        if (size != AES_128 && size != AES_192 && size != AES_256) {
            throw new IllegalArgumentException("a key has 16, 24 or 32 bytes, not " + size);
        }
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRing that && keys.equals(that.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    /** How many keys there are, and nothing of them. */
    @Override
    public String toString() {
        return "KeyRing[" + keys.size() + " keys]";
    }
}
