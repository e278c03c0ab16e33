package io.caxton.server.link;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** What the node agrees to with a client that connects. */
final class Handshake extends ServerEndpointConfig.Configurator {
    static final String PROTOCOL = "caxton.v1";

    private final LinkEndpoint endpoint;

    private Handshake(LinkEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    static ServerEndpointConfig config(LinkEndpoint endpoint) {
        return ServerEndpointConfig.Builder.create(LinkEndpoint.class, "/api/v1/agents/link")
                .subprotocols(List.of(PROTOCOL))
                .configurator(new Handshake(endpoint))
                .build();
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(endpoint);
    }

    /** None: compression costs more memory for each link than short messages give back. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }
}
