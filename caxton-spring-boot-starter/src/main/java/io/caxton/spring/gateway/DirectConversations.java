package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.routing.RoutingFacts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known in memory about conversations, so that a message can be handed over without asking the disk. Whatever goes
 * through the local state makes a conversation unknown until that is done; then it is read again. Guarded by its owner.
 */
final class DirectConversations {
    private final Map<String, Known> byId = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private long versions;

    DirectConversations(int most) {
        this.most = most;
    }

    /** One conversation. */
    static final class Known {
        /** Works in the local state that touch it, not yet done. */
        private int works;
        /** Messages handed over, or acknowledged since, but that not given to the local state yet. */
        private int unrecorded;
        /** Another one whenever it was made unknown, also by being forgotten altogether. */
        private long version;

        private @Nullable Conversation conversation;
        private boolean complete;
        /** The lanes that are known, with the message that is unfinished in each; empty for none. */
        private final Map<AgentName, String> lanes = new HashMap<>();

        private final Map<AgentName, String> bound = new HashMap<>();

        private Known(long version) {
            this.version = version;
        }

        private void forget(long newVersion) {
            version = newVersion;
            conversation = null;
            complete = false;
            lanes.clear();
            bound.clear();
        }

        private boolean isIdle() {
            return works == 0 && unrecorded == 0;
        }
    }

    Known get(String id) {
        return byId.computeIfAbsent(id, key -> new Known(++versions));
    }

    boolean hasUnrecorded(String id) {
        Known known = byId.get(id);
        return known != null && known.unrecorded > 0;
    }

    /** A work that touches the conversation is on its way. */
    void enter(String id) {
        Known known = get(id);
        known.forget(++versions);
        known.works++;
    }

    /** It is done. */
    void exit(String id) {
        Known known = byId.get(id);
        if (known != null) {
            known.works--;
            known.forget(++versions);
            removeIfIdle(id, known);
        }
    }

    /** A message whose record was given to the local state was acknowledged, which is to be recorded as well. */
    void acknowledged(String id) {
        get(id).unrecorded++;
    }

    /** What became of messages of it is being recorded, which changes nothing of what is known. */
    void recording(String id, int steps) {
        Known known = get(id);
        known.unrecorded -= steps;
        known.works++;
    }

    /** That still waits. */
    void notRecording(String id, int steps) {
        Known known = get(id);
        known.unrecorded += steps;
        known.works--;
    }

    void recorded(String id, boolean done) {
        Known known = byId.get(id);
        if (known != null) {
            known.works--;
            if (!done) {
                known.forget(++versions);
            }
        }
    }

    void drop(String id) {
        Known known = byId.get(id);
        if (known != null) {
            known.forget(++versions);
            removeIfIdle(id, known);
        }
    }

    private void removeIfIdle(String id, Known known) {
        if (known.isIdle()) {
            byId.remove(id);
        }
    }

    /** Forgets what was not used for longest. */
    void trim() {
        var eldest = byId.values().iterator();
        while (byId.size() > most && eldest.hasNext() && eldest.next().isIdle()) {
            eldest.remove();
        }
    }

    boolean isFull() {
        return byId.size() >= 2 * most;
    }

    /** A conversation that begins: all its lanes are empty. */
    void begin(String id, Conversation fresh) {
        Known known = get(id);
        if (known.isIdle() && known.conversation == null) {
            known.conversation = fresh;
            known.complete = true;
        }
    }

    /** Whether it can be read from the local state now. */
    boolean isReadable(String id) {
        return get(id).isIdle();
    }

    long version(String id) {
        return get(id).version;
    }

    /** Notes what was read while the version was this. */
    void learn(
            String id,
            long version,
            Conversation read,
            AgentName receiver,
            boolean empty,
            Map<AgentName, String> bound) {
        Known known = get(id);
        if (known.version == version && known.isIdle()) {
            known.conversation = read;
            if (empty) {
                known.lanes.put(receiver, "");
            }
            known.bound.putAll(bound);
        }
    }

    /** The conversation as it stands with everything handed over so far; empty if that is not known. */
    Optional<Conversation> find(String id) {
        Known known = byId.get(id);
        return known == null ? Optional.empty() : Optional.ofNullable(known.conversation);
    }

    /** The same, but only if the local state does not know all of it yet; else it knows more, such as that it has expired. */
    Optional<Conversation> findUnrecorded(String id) {
        Known known = byId.get(id);
        return known == null || known.isIdle() ? Optional.empty() : Optional.ofNullable(known.conversation);
    }

    /** Whether a lane has nothing unfinished; false if that is not known. */
    boolean isFree(String id, AgentName receiver) {
        Known known = get(id);
        String unfinished = known.lanes.get(receiver);
        return unfinished == null ? known.complete : unfinished.isEmpty();
    }

    boolean isLaneKnown(String id, AgentName receiver) {
        Known known = get(id);
        return known.complete || known.lanes.containsKey(receiver);
    }

    void handed(String id, Conversation after, AgentName receiver, String agentId, String messageId) {
        Known known = get(id);
        known.conversation = after;
        known.lanes.put(receiver, messageId);
        known.bound.put(receiver, agentId);
        known.unrecorded++;
    }

    /** A message has ended. */
    void finished(String id, AgentName receiver, String messageId) {
        Known known = byId.get(id);
        if (known != null) {
            known.lanes.replace(receiver, messageId, "");
        }
    }

    RoutingFacts facts(String id, ToIntFunction<String> backlog) {
        Known known = get(id);
        return new RoutingFacts() {
            @Override
            public Optional<String> boundInstance(AgentName name) {
                return Optional.ofNullable(known.bound.get(name));
            }

            @Override
            public Map<AgentName, String> boundInstances() {
                return known.bound;
            }

            @Override
            public boolean isParticipant(AgentName name) {
                return known.conversation != null
                        && known.conversation.participants().contains(name);
            }

            @Override
            public int backlog(String agentId) {
                return backlog.applyAsInt(agentId);
            }
        };
    }
}
