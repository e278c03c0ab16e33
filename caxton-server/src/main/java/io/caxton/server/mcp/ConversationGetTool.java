package io.caxton.server.mcp;

import io.caxton.core.conversation.Conversation;
import io.caxton.core.message.MessageJson;
import io.caxton.core.request.RequestLimits;
import io.caxton.core.request.RequestReader;
import io.caxton.core.storage.StoredMessage;
import io.caxton.server.json.ConversationJson;
import io.caxton.server.page.Cursors;
import io.caxton.server.page.Page;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.spring.gateway.MessageGateway;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code conversation_get}: how a conversation stands and what was said in it. */
@Component
final class ConversationGetTool implements NodeTool {
    private static final int DEFAULT_LIMIT = 20;

    /** Less than for REST: no model reads more at once, and an answer is kept as a tree, as text and as what is sent. */
    private static final long MAX_BYTES = 1L << 20;

    private final MessageGateway messages;
    private final RequestLimits limits;

    ConversationGetTool(MessageGateway messages, RequestLimits limits) {
        this.messages = messages;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "conversation_get";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<String> given = reader.require("conversation_id", reader.id("conversation_id"));
        int limit = reader.integer("limit", 1, limits.maxPage()).orElse(Math.min(DEFAULT_LIMIT, limits.maxPage()));
        String list = "messages:" + given.orElse("");
        Optional<Long> after =
                reader.parsed("cursor", Cursors.MAX_LENGTH, (field, cursor) -> Cursors.position(list, cursor));
        reader.finish();
        String id = given.orElseThrow();
        ObjectNode json = messages.findConversation(id)
                .filter(conversation -> mayRead(call.caller(), conversation))
                .map(ConversationJson::write)
                .orElseThrow(() -> ProblemType.NO_SUCH_CONVERSATION
                        .because("no conversation has this id here, or it was pruned")
                        .asException());
        Page<StoredMessage> page = Page.collect(
                limit,
                MAX_BYTES,
                after.orElse(0L),
                (from, most) -> messages.conversationMessages(id, from, most),
                StoredMessage::position,
                StoredMessage::sizeBytes);
        ArrayNode said = json.putArray("messages");
        page.items()
                .forEach(stored -> said.add(MessageJson.write(stored.message())
                        .put("accepted_at", stored.acceptedAt().toString())));
        Cursors.putIfMore(json, list, page.last());
        return CompletableFuture.completedFuture(json);
    }

    /** Who took part, or may look at everything; to others there is no such conversation. */
    private static boolean mayRead(Caller caller, Conversation conversation) {
        return caller.mayLookAtEverything()
                || conversation.participants().stream().anyMatch(caller::mayActAs);
    }
}
