package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final ByteString OLD = ByteString.of(new byte[16]);
    private static final ByteString NEW = ByteString.of(new byte[32]);

    @Test
    void eachChangeMakesAnotherRing() {
        KeyRing first = KeyRing.of(OLD);
        KeyRing installed = first.install(NEW);
        KeyRing used = installed.use(NEW);
        KeyRing removed = used.remove(OLD);
        assertThat(first.keys()).containsExactly(OLD);
        assertThat(installed.keys()).containsExactly(OLD, NEW);
        assertThat(used.keys()).containsExactly(NEW, OLD);
        assertThat(used.primary()).isEqualTo(NEW);
        assertThat(removed.keys()).containsExactly(NEW);
        assertThat(removed).isEqualTo(KeyRing.of(NEW)).hasSameHashCodeAs(KeyRing.of(NEW));
    }

    @Test
    void changesNothingIfThereIsNothingToChange() {
        KeyRing ring = KeyRing.of(OLD);
        assertThat(ring.install(OLD)).isEqualTo(ring);
        assertThat(ring.use(OLD)).isEqualTo(ring);
        assertThat(ring.remove(NEW)).isEqualTo(ring);
    }

    @Test
    void keepsThePrimaryKey() {
        KeyRing ring = KeyRing.of(OLD).install(NEW);
        assertThatThrownBy(() -> ring.remove(OLD)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesOnlyWhatIsInstalled() {
        KeyRing ring = KeyRing.of(OLD);
        assertThatThrownBy(() -> ring.use(NEW)).hasMessage("the key is not installed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 31, 33, 64})
    void refusesKeysThatAreNotOfAes(int size) {
        ByteString key = ByteString.of(new byte[size]);
        assertThatThrownBy(() -> KeyRing.of(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has 16, 24 or 32 bytes, not " + size);
        KeyRing ring = KeyRing.of(OLD);
        assertThatThrownBy(() -> ring.install(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasAtMost16Keys() {
        KeyRing ring = KeyRing.of(key(0));
        for (int i = 1; i < KeyRing.MAX_KEYS; i++) {
            ring = ring.install(key(i));
        }
        KeyRing full = ring;
        assertThat(full.install(key(1))).isEqualTo(full);
        assertThatThrownBy(() -> full.install(key(16)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a key ring has at most 16 keys");
    }

    private static ByteString key(int first) {
        byte[] key = new byte[16];
        key[0] = (byte) first;
        return ByteString.of(key);
    }

    @Test
    void neverTellsItsKeys() {
        assertThat(KeyRing.of(Samples.OTHER_KEY).install(OLD).toString()).isEqualTo("KeyRing[2 keys]");
    }
}
