package io.caxton.swim.wire;

import io.caxton.swim.SwimMessage;
import java.util.List;

/** What a packet says, and what of it could not be read. At most {@link PacketCodec#MAX_MESSAGES} messages. */
public record Decoded(List<SwimMessage> messages, List<DecodeError> errors) {
    public Decoded {
        messages = List.copyOf(messages);
        errors = List.copyOf(errors);
    }
}
