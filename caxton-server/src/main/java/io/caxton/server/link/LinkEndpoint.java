package io.caxton.server.link;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the container tells of one connection. */
final class LinkEndpoint extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(LinkEndpoint.class);

    /** How long the container may take to write a close frame to a client that reads nothing. */
    private static final long CLOSE_MILLIS = 1_000;

    private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final Function<Session, Link> links;
    private volatile @Nullable Link link;

    LinkEndpoint(Function<Session, Link> links) {
        this.links = links;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(0);
        session.getUserProperties().put(BLOCKING_SEND_TIMEOUT, CLOSE_MILLIS);
        Link opened = links.apply(session);
        link = opened;
        // Classes and not lambdas: the container reads the type of their messages from them.
        session.addMessageHandler(String.class, new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                opened.hear(part, last);
            }
        });
        session.addMessageHandler(ByteBuffer.class, new MessageHandler.Partial<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer part, boolean last) {
                opened.end(Closing.binary());
            }
        });
        session.addMessageHandler(PongMessage.class, new MessageHandler.Whole<PongMessage>() {
            @Override
            public void onMessage(PongMessage pong) {
                opened.heardPong();
            }
        });
        opened.open();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        Link opened = link;
        if (opened != null) {
            opened.closed();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.debug("A link failed", failure);
    }
}
