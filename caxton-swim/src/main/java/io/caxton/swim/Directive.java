package io.caxton.swim;

import java.time.Instant;
import java.util.List;

/** What the shell is to do, in the order in which it is told. */
public sealed interface Directive {
    /** Send a packet with these messages. It may be lost. */
    record SendPacket(Peer to, List<SwimMessage> messages) implements Directive {}

    /** Ping over a stream; what came of it goes to {@link Swim#streamPinged}, if it comes before the deadline. */
    record PingOverStream(Peer to, SwimMessage.Ping ping, Instant deadline) implements Directive {}

    /**
     * Exchange all that is known over a stream: send {@link Swim#states}, give what comes back to {@link Swim#merge}.
     *
     * @param join whether it is to become a member of the other's cluster
     */
    record ExchangeStates(Peer to, boolean join) implements Directive {}

    /** Send something over a stream. */
    record SendOverStream(Peer to, ByteString body) implements Directive {}

    /** Tell whom it concerns. */
    record Tell(MembershipEvent event) implements Directive {}
}
