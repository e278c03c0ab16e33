package io.caxton.swim;

import java.time.Duration;

/** What a node learns. */
public sealed interface MembershipEvent {
    /** Somebody new, or somebody who had failed or left and is back. */
    record Joined(Member member) implements MembershipEvent {}

    /** It says something else about itself. */
    record Updated(Member member, Member before) implements MembershipEvent {}

    record Suspected(Member member) implements MembershipEvent {}

    /** It was suspected, and is there. */
    record Recovered(Member member) implements MembershipEvent {}

    record Failed(Member member) implements MembershipEvent {}

    record Left(Member member) implements MembershipEvent {}

    /** It had failed or left long ago and is forgotten. */
    record Forgotten(Member member) implements MembershipEvent {}

    /** Two nodes use one name. The known one keeps it until it leaves or fails. */
    record NameTaken(Member known, NodeAddress other) implements MembershipEvent {}

    /** This node was accused and has denied it. */
    record Refuted(String accuser, long incarnation) implements MembershipEvent {}

    /** A member has answered a probe directly. */
    record Answered(Member member, Duration roundTrip) implements MembershipEvent {}

    /** Another's message that is none of the protocol's business. */
    record UserMessage(ByteString body) implements MembershipEvent {}

    /** The goodbye of this node was said as often as it has to be. */
    record Gone() implements MembershipEvent {}
}
