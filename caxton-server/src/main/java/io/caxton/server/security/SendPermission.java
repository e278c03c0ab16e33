package io.caxton.server.security;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.message.Message;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.cluster.Cluster;
import io.caxton.spring.gateway.MessageGateway;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may send what. Ids of messages and conversations are chosen by clients and mean the same for everybody, so that an
 * id that is in use is answered differently from one that is free. Lest that tells of the messages of others, an agent
 * chooses its ids where it cannot meet theirs by guessing: UUIDs, and ids that start with its name and a colon. A
 * conversation of others it enters only when it is spoken to.
 */
public final class SendPermission {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final MessageGateway messages;
    private final Cluster cluster;

    SendPermission(MessageGateway messages, Cluster cluster) {
        this.messages = messages;
        this.cluster = cluster;
    }

    /**
     * To be asked before a message is handed to the gateway. May read the local state.
     *
     * @throws ProblemException with 403 if the caller may not send it, with 503 if nobody may because the node is about to stop
     */
    public void require(Caller caller, Message message) {
        if (!cluster.takesMessages()) {
            throw ProblemType.STOPPING
                    .because("it has given other nodes what waited here: send by another one")
                    .asException();
        }
        if (caller.isAdmin()) {
            return;
        }
        caller.requireActsAs(message.sender());
        if (!isUuid(message.id()) && !isOwn(caller, message.id())) {
            throw refused("message_id", "must be a UUID, or start with the sender's name and a colon");
        }
        if (!isOwn(caller, message.conversationId()) && !maySpeakIn(caller, message.conversationId())) {
            throw refused(
                    "conversation_id",
                    "must be one that the sender takes part in, a UUID not used by others, or start with its name and a"
                            + " colon");
        }
    }

    private boolean maySpeakIn(Caller caller, String conversationId) {
        Optional<Conversation> found = messages.findConversation(conversationId);
        return found.map(caller::takesPartIn).orElseGet(() -> isUuid(conversationId));
    }

    private static boolean isUuid(String id) {
        return UUID.matcher(id).matches();
    }

    private static boolean isOwn(Caller caller, String id) {
        int colon = id.indexOf(':');
        return colon > 0
                && AgentName.isValid(id.substring(0, colon))
                && caller.mayActAs(new AgentName(id.substring(0, colon)));
    }

    private static ProblemException refused(String field, String reason) {
        return ProblemType.FORBIDDEN
                .because("these credentials may not use this id")
                .withError(field, reason)
                .asException();
    }
}
