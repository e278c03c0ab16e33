/**
 * What members say to each other as bytes: memberlist's protocol, versions 1 to 5. {@link
 * io.caxton.swim.wire.PacketCodec} and {@link io.caxton.swim.wire.StreamCodec} are its doors. No thread, no clock, no
 * socket; whatever comes in is bounded before anything is allocated for it, and is never answered with an exception.
 */
@NullMarked
package io.caxton.swim.wire;

import org.jspecify.annotations.NullMarked;
