package io.caxton.swim;

import java.util.ArrayList;
import java.util.List;

/** Collects what the shell is to do. */
final class Outbox {
    private final Dissemination dissemination;
    private final PacketRoom room;
    private List<Directive> directives = new ArrayList<>();

    Outbox(Dissemination dissemination, PacketRoom room) {
        this.dissemination = dissemination;
        this.room = room;
    }

    /** Sends messages, and as many broadcasts with them as the packet holds. */
    void send(Peer to, SwimMessage... messages) {
        List<SwimMessage> all = new ArrayList<>(List.of(messages));
        all.addAll(dissemination.take(room.besides(all), Dissemination.MOST_PARTS - all.size()));
        directives.add(new Directive.SendPacket(to, all));
    }

    /** Sends only broadcasts. Returns whether there were any. */
    boolean gossip(Peer to) {
        List<SwimMessage> broadcasts = dissemination.take(room.besides(List.of()), Dissemination.MOST_PARTS);
        if (!broadcasts.isEmpty()) {
            directives.add(new Directive.SendPacket(to, broadcasts));
        }
        return !broadcasts.isEmpty();
    }

    void add(Directive directive) {
        directives.add(directive);
    }

    void tell(MembershipEvent event) {
        directives.add(new Directive.Tell(event));
    }

    /** What was collected since the last time. */
    List<Directive> takeAll() {
        List<Directive> all = directives;
        directives = new ArrayList<>();
        return all;
    }
}
