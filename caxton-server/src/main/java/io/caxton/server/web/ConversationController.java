package io.caxton.server.web;

import io.caxton.core.conversation.Conversation;
import io.caxton.core.message.MessageJson;
import io.caxton.core.request.MailboxRequests;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.storage.StoredMessage;
import io.caxton.server.json.ConversationJson;
import io.caxton.server.page.Cursors;
import io.caxton.server.page.Page;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.spring.gateway.MessageGateway;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Conversations: how they stand, what was said, and how they are ended. */
@RestController
@RequestMapping("/api/v1/conversations/{conversationId}")
final class ConversationController {
    private static final String LIST = "messages";

    private final MessageGateway messages;
    private final JsonBodies bodies;
    private final RequestLimits limits;

    ConversationController(MessageGateway messages, JsonBodies bodies, RequestLimits limits) {
        this.messages = messages;
        this.bodies = bodies;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<JsonNode> get(@PathVariable String conversationId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        return Answers.ok(ConversationJson.write(readable(conversationId)));
    }

    @GetMapping("/messages")
    ResponseEntity<JsonNode> messages(@PathVariable String conversationId, HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        String pages = LIST + ":" + conversationId;
        Paging paging = Paging.ofPositions(query, limits, pages);
        query.finish();
        readable(conversationId);
        Page<StoredMessage> found = Page.collect(
                paging.limit(),
                Page.MAX_BYTES,
                paging.afterPosition(),
                (after, limit) -> messages.conversationMessages(conversationId, after, limit),
                StoredMessage::position,
                StoredMessage::sizeBytes);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("messages");
        for (StoredMessage stored : found.items()) {
            list.add(MessageJson.write(stored.message())
                    .put("accepted_at", stored.acceptedAt().toString()));
        }
        Cursors.put(page, pages, found.last());
        return Answers.ok(page);
    }

    @PostMapping("/close")
    CompletableFuture<ResponseEntity<JsonNode>> close(@PathVariable String conversationId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        String reason = MailboxRequests.reason(bodies.smallOrNone(request));
        requireTakesPart(conversationId);
        return messages.closeConversation(conversationId, reason).thenApply(ConversationController::answer);
    }

    @PostMapping("/halt")
    CompletableFuture<ResponseEntity<JsonNode>> halt(@PathVariable String conversationId, HttpServletRequest request) {
        QueryReader.refuseAll(request);
        String reason = MailboxRequests.reason(bodies.smallOrNone(request));
        requireTakesPart(conversationId);
        return messages.haltConversation(conversationId, reason).thenApply(ConversationController::answer);
    }

    private Conversation readable(String conversationId) {
        return messages.findConversation(conversationId)
                .filter(Callers.current()::mayRead)
                .orElseThrow(ConversationController::noSuchConversation);
    }

    /** Whoever takes part may end it; whoever only may look is told so. */
    private void requireTakesPart(String conversationId) {
        Caller caller = Callers.current();
        caller.requireMayAct();
        if (!caller.takesPartIn(readable(conversationId))) {
            throw ProblemType.FORBIDDEN
                    .because("these credentials take no part in this conversation")
                    .asException();
        }
    }

    private static ResponseEntity<JsonNode> answer(Optional<Conversation> conversation) {
        return Answers.ok(conversation.map(ConversationJson::write).orElseThrow(() -> noSuchConversation()));
    }

    private static ProblemException noSuchConversation() {
        return ProblemType.NO_SUCH_CONVERSATION
                .because("no conversation has this id here, or it was pruned")
                .asException();
    }
}
