package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The other tests measure against these; here they are pinned, as others' clusters depend on them. */
class BoundsTest {
    @Test
    void boundsAreAsTheyWereChosen() {
        assertThat(Bounds.MAX_NAME).isEqualTo(255);
        assertThat(Bounds.MAX_ERROR).isEqualTo(4_096);
        assertThat(Bounds.MAX_FIELDS).isEqualTo(64);
        assertThat(Bounds.MAX_DEPTH).isEqualTo(16);
        assertThat(Bounds.MAX_VALUE).isEqualTo(65_536);
        assertThat(Bounds.MAX_DECOMPRESSED).isEqualTo(65_536);
        assertThat(Bounds.MAX_SKIPPED).isEqualTo(64);
        assertThat(PacketCodec.MAX_MESSAGES).isEqualTo(255);
        assertThat(KeyRing.MAX_KEYS).isEqualTo(16);
        assertThat(Security.MAX_LABEL).isEqualTo(255);
    }
}
