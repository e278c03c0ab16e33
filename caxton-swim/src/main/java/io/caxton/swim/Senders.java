package io.caxton.swim;

import io.caxton.swim.SwimMessage.Sender;
import java.util.Optional;

/**
 * Where an answer goes. A packet may name another address than the one it came from, as those behind NAT need; only that of a
 * known member is believed, so that nobody can have this node send packets to a stranger.
 */
final class Senders {
    private final Members members;
    private final Counters counters;

    Senders(Members members, Counters counters) {
        this.members = members;
        this.counters = counters;
    }

    /** Whoever is at an address, if it is a member who is there. */
    Optional<Peer> memberAt(NodeAddress address) {
        Optional<Peer> member = members.at(address).map(entry -> entry.member.peer());
        if (member.isEmpty()) {
            counters.add(Counter.FORGED_SENDERS);
        }
        return member;
    }

    Peer answerTo(NodeAddress from, Optional<Sender> named) {
        if (named.isEmpty()) {
            return Peer.at(from);
        }
        Sender sender = named.get();
        Optional<Member> known = members.find(sender.name())
                .map(entry -> entry.member)
                .filter(member -> member.address().equals(sender.address()));
        if (known.isPresent()) {
            return known.get().peer();
        }
        if (!sender.address().equals(from)) {
            counters.add(Counter.FORGED_SENDERS);
        }
        return Peer.at(from);
    }
}
