package io.caxton.swim.wire;

import io.caxton.swim.NodeState;
import io.caxton.swim.wire.DecodeError.Reason;
import io.caxton.swim.wire.StreamProgress.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A push/pull (memberlist protocol, push/pull): a header, as many states of members as it says, the user state. */
final class StatesReader implements BodyReader {
    private final MessageReader messages;
    private final StreamLimits limits;
    private final List<NodeState> nodes = new ArrayList<>();
    private final List<DecodeError> skipped = new ArrayList<>();

    private @Nullable Header header;
    private int nodesRead;

    StatesReader(MessageReader messages, StreamLimits limits) {
        this.messages = messages;
        this.limits = limits;
    }

    private record Header(int nodes, int userBytes, boolean join) {}

    @Override
    public Optional<Done> read(StreamBuffer in) throws WireException {
        Optional<Header> known = header(in);
        return known.isEmpty() || !readNodes(in, known.get().nodes()) ? Optional.empty() : finish(in, known.get());
    }

    private Optional<Header> header(StreamBuffer in) throws WireException {
        if (header == null) {
            Optional<Input> value = in.value(Bounds.MAX_VALUE);
            if (value.isPresent()) {
                header = parsed(Fields.read(value.get()));
                // A state has a byte at least, however small it is.
                in.requireRoom((long) header.nodes() + header.userBytes());
            }
        }
        return Optional.ofNullable(header);
    }

    private Header parsed(Fields fields) throws WireException {
        long count = fields.unsigned("Nodes", Long.MAX_VALUE);
        if (count > limits.maxNodes()) {
            throw new WireException(Reason.TOO_LARGE, "more than " + limits.maxNodes() + " members");
        }
        int userBytes = UserReader.bounded(fields.unsigned("UserStateLen", Long.MAX_VALUE), limits);
        return new Header((int) count, userBytes, fields.flag("Join"));
    }

    private boolean readNodes(StreamBuffer in, int count) throws WireException {
        while (nodesRead < count) {
            Optional<Input> value = in.value(Bounds.MAX_VALUE);
            if (value.isEmpty()) {
                return false;
            }
            node(value.get());
            nodesRead++;
        }
        return true;
    }

    private void node(Input value) {
        try {
            nodes.add(messages.state(Fields.read(value)));
        } catch (WireException e) {
            if (skipped.size() < Bounds.MAX_SKIPPED) {
                skipped.add(e.error());
            }
        }
    }

    private Optional<Done> finish(StreamBuffer in, Header known) throws WireException {
        return in.take(known.userBytes())
                .map(userState -> new Done(new StreamMessage.States(known.join(), nodes, userState.rest()), skipped));
    }
}
