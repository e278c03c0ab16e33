package io.caxton.spring.gateway;

import io.caxton.core.engine.EngineListener;
import io.caxton.core.message.Message;
import io.caxton.core.storage.StoredMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Everyone who waits on this node: receivers for their mailbox, senders for their reply. */
public final class WaitingRoom implements EngineListener, AutoCloseable {
    private final Waiters<Boolean> mailboxes;
    private final Waiters<Optional<StoredMessage>> replies;

    /** @param most how many may wait for mailboxes, and as many again for replies */
    public WaitingRoom(int most) {
        this.mailboxes = new Waiters<>(most);
        this.replies = new Waiters<>(most);
    }

    @Override
    public void available(String agentId) {
        mailboxes.wakeOne(agentId, true);
    }

    @Override
    public void accepted(StoredMessage stored) {
        Message message = stored.message();
        message.inReplyTo()
                .ifPresent(replyWith ->
                        replies.wakeAll(replyKey(message.conversationId(), replyWith), Optional.of(stored)));
    }

    /** Completes with true when the mailbox may hold something, with false when the node stops. */
    CompletableFuture<Boolean> forMailbox(String agentId) {
        return mailboxes.register(agentId);
    }

    /** Completes with the reply once it is accepted, with nothing when the node stops. */
    CompletableFuture<Optional<StoredMessage>> forReply(String conversationId, String replyWith) {
        return replies.register(replyKey(conversationId, replyWith));
    }

    /** Whether everyone has been sent away, because the node stops. */
    boolean isClosed() {
        return replies.isClosed();
    }

    /** How many wait now. */
    public int size() {
        return mailboxes.size() + replies.size();
    }

    /** Sends everyone away with nothing, so that the node can stop without waiting for them. */
    @Override
    public void close() {
        mailboxes.close(false);
        replies.close(Optional.empty());
    }

    private static String replyKey(String conversationId, String replyWith) {
        return conversationId.length() + ":" + conversationId + replyWith;
    }
}
