package io.caxton.server.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The WebSocket link: what can be said on it, and the frames that carry it. */
final class LinkDoor implements Door {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** One of each type of {@code docs/link-protocol.md}; {@code MESSAGE} becomes the id of a message that was handed out. */
    private static final Map<String, String> FRAMES = new LinkedHashMap<>();

    static {
        FRAMES.put(
                "send",
                "{'type':'send','ref':'1','credit':1,'idempotency_key':'k-MESSAGE','message':{'performative':'request',"
                        + "'sender':'SELF','receiver':'fuzz-linked','content':{'n':[1.50,null]},'protocol':'p','headers':{'h':'v'}}}");
        FRAMES.put(
                "reply", "{'type':'reply','ref':'1','message_id':'MESSAGE','attempt':1,'message':{'content':{'n':1}}}");
        FRAMES.put("ack", "{'type':'ack','ref':'1','message_id':'MESSAGE','attempt':1}");
        FRAMES.put(
                "nack",
                "{'type':'nack','ref':'1','message_id':'MESSAGE','attempt':1,'reason':'r','requeue':true,'delay':'PT5S'}");
        FRAMES.put("extend", "{'type':'extend','ref':'1','message_id':'MESSAGE','attempt':1,'lease':'PT60S'}");
        FRAMES.put("credit", "{'type':'credit','ref':'1','credit':5}");
        FRAMES.put("heartbeat", "{'type':'heartbeat','ref':'1','status':'ready','load':0.5}");
    }

    @Override
    public String name() {
        return "link";
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        FRAMES.forEach((type, frame) -> endpoints.add(new Saying(type, frame)));
        endpoints.add(new Frames());
        return endpoints;
    }

    private static String newName() {
        return "fuzz-link-" + NAMES.incrementAndGet();
    }

    private record Saying(String name, String frame) implements Endpoint {
        @Override
        public Session open(NodeAddress node) throws IOException {
            String self = newName();
            String target = "/api/v1/agents/" + node.register(self) + "/link";
            var unused = node.register("fuzz-linked");
            String message = node.send(self);
            String sample = frame.replace('\'', '"').replace("MESSAGE", message).replace("SELF", self);
            return LinkSession.open(node, target, sample);
        }
    }

    private record Frames() implements Endpoint {
        @Override
        public String name() {
            return "frames";
        }

        @Override
        public Session open(NodeAddress node) throws IOException {
            String target = "/api/v1/agents/" + node.register(newName()) + "/link";
            return new FrameSession(node, target);
        }
    }
}
