package io.caxton.spring.cluster;

import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.SerfCodec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a node says about itself, as the tags of a Serf agent. */
final class Tags {
    static final String HTTP = "http";
    static final String TLS = "tls";
    static final String PATH = "path";
    static final String ROLE = "role";
    static final String CAXTON = "caxton";
    static final String VERSION = "version";
    static final String EPOCH = "epoch";
    static final String STORE = "store";

    private Tags() {}

    static Map<String, String> of(NodeIdentity node, Optional<String> http) {
        Map<String, String> tags = new TreeMap<>();
        tags.put(ROLE, CAXTON);
        tags.put(VERSION, node.version());
        tags.put(EPOCH, Long.toString(node.epoch()));
        http.ifPresent(address -> tags.put(HTTP, address));
        return tags;
    }

    static ByteString encoded(NodeIdentity node, String store, Optional<String> http, Map<String, String> web) {
        Map<String, String> tags = of(node, http);
        tags.put(STORE, store);
        http.ifPresent(address -> tags.putAll(web));
        return SerfCodec.encodeTags(tags);
    }
}
