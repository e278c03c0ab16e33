package io.caxton.simulation.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outside view of a cluster: what was accepted, what receivers did with it, and what went wrong on the way. */
final class Ledger {
    /**
     * A message that was accepted, for one of its receivers.
     *
     * @param number tells what was sent, whatever ids it gets on the way
     * @param node that accepted it
     */
    record Sent(String id, int number, String node, String sender, String conversation, String receiver, boolean once) {
        /** What its order is kept in. */
        String lane() {
            return node + " " + sender + " " + conversation + " " + receiver;
        }

        boolean isToClient() {
            return receiver.startsWith("client");
        }
    }

    /** One that was handled for the first time. */
    record Handling(Sent sent, String agentId, String node) {}

    private record Key(String id, String receiver) {}

    private final Map<Key, Sent> sent = new LinkedHashMap<>();
    private final Map<Key, Integer> effects = new HashMap<>();
    private final Set<Key> acknowledged = new HashSet<>();
    private final Set<Key> lostWithDisk = new HashSet<>();
    private final Set<String> explained = new HashSet<>();
    private final Set<String> unsettled = new HashSet<>();
    private final Map<String, List<Handling>> lanes = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    void accepted(Sent message) {
        sent.put(new Key(message.id(), message.receiver()), message);
    }

    List<Sent> all() {
        return List.copyOf(sent.values());
    }

    Optional<Sent> find(String id, String receiver) {
        return Optional.ofNullable(sent.get(new Key(id, receiver)));
    }

    /** The number of what a message says. */
    void sends(String id, int number) {
        numbers.put(id, number);
    }

    int number(String id) {
        return numbers.getOrDefault(id, -1);
    }

    /** A fault after which more than one instance may be given a message. */
    void explain(String id) {
        explained.add(id);
    }

    boolean isExplained(String id) {
        return explained.contains(id);
    }

    /** Instances of this name have come or gone: its lanes may have changed hands. */
    void unsettle(String name) {
        unsettled.add(name);
    }

    boolean isSettled(String name) {
        return !unsettled.contains(name);
    }

    /** It was in no other place than on a disk that is gone. */
    void lostWithDisk(Sent message) {
        lostWithDisk.add(new Key(message.id(), message.receiver()));
    }

    boolean isLostWithDisk(Sent message) {
        return lostWithDisk.contains(new Key(message.id(), message.receiver()));
    }

    /** A receiver does what a message asks for; returns how often that was done. */
    int effect(int number, String receiver) {
        return effects.merge(new Key("n" + number, receiver), 1, Integer::sum);
    }

    boolean wasHandled(Sent message) {
        return effects.containsKey(new Key("n" + message.number(), message.receiver()));
    }

    void handled(Handling handling) {
        lanes.computeIfAbsent(handling.sent().lane(), lane -> new ArrayList<>()).add(handling);
    }

    Map<String, List<Handling>> lanes() {
        return lanes;
    }

    /** A node has confirmed an acknowledgement. */
    void acknowledged(String id, String receiver) {
        acknowledged.add(new Key(id, receiver));
    }

    boolean isAcknowledged(String id, String receiver) {
        return acknowledged.contains(new Key(id, receiver));
    }
}
