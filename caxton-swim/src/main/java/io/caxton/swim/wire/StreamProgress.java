package io.caxton.swim.wire;

import java.util.List;

/** How far the reading of a stream is. */
public sealed interface StreamProgress {
    /** There is more to come. */
    record NeedsMore() implements StreamProgress {}

    /**
     * The message is there.
     *
     * @param skipped why states of members could not be read: the others are in the message all the same, so that one bad
     *     member does not keep two nodes from telling each other of the rest. At most 64, though there may be more
     */
    record Done(StreamMessage message, List<DecodeError> skipped) implements StreamProgress {
        public Done {
            skipped = List.copyOf(skipped);
        }
    }

    /** Nothing will come of it: close the stream. */
    record Failed(DecodeError error) implements StreamProgress {}
}
