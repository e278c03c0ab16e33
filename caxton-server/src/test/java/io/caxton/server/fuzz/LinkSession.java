package io.caxton.server.fuzz;

import io.caxton.server.fuzz.Door.Outcome;
import io.caxton.server.fuzz.Door.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says mutated things on a link. After each comes a sound frame whose answer shows that the node is past it. */
final class LinkSession implements Session {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SENTINEL = "{\"type\":\"ack\",\"ref\":\"sentinel\",\"message_id\":\"none\"}";

    /** Protocol error, not acceptable, not UTF-8, broke a rule, too large (RFC 6455, section 7.4.1). */
    static final Set<Integer> REFUSALS = Set.of(1002, 1003, 1007, 1008, 1009);

    private final NodeAddress node;
    private final String target;
    private final String sample;
    private Optional<WebSocketClient> current = Optional.empty();
    private boolean delivered;

    private LinkSession(NodeAddress node, String target, String sample) {
        this.node = node;
        this.target = target;
        this.sample = sample;
    }

    static LinkSession open(NodeAddress node, String target, String sample) throws IOException {
        LinkSession session = new LinkSession(node, target, sample);
        Outcome valid = session.exchange(sample.getBytes(StandardCharsets.UTF_8), false);
        if (!valid.isFine() || !valid.answer().equals("taken")) {
            throw new AssertionError("the valid frame " + sample + " was answered " + valid);
        }
        return session;
    }

    private WebSocketClient link() throws IOException {
        if (current.isEmpty()) {
            WebSocketClient opened = new WebSocketClient(node, target);
            current = Optional.of(opened);
            var welcome = opened.receive();
            opened.say("{\"type\":\"credit\",\"credit\":1}".getBytes(StandardCharsets.UTF_8));
            if (!welcome.text().contains("\"welcome\"")) {
                throw new AssertionError("a link began with " + welcome.text());
            }
            if (!delivered && sample.contains("\"attempt\"")) {
                awaitDelivery(opened);
                delivered = true;
            }
        }
        return current.get();
    }

    /** The sample is about a message that must be here first; a link that is opened again is given nothing new. */
    private static void awaitDelivery(WebSocketClient link) throws IOException {
        while (!link.receive().text().contains("\"deliver\"")) {
            Thread.onSpinWait();
        }
    }

    @Override
    public Outcome attack(Dice dice) throws IOException {
        byte[] mutant;
        boolean spoiled = false;
        if (dice.oneIn(3)) {
            mutant = ByteMutation.mutate(sample.getBytes(StandardCharsets.UTF_8), dice);
        } else {
            JsonMutation.Result result = JsonMutation.mutate(sample, dice);
            mutant = result.text().getBytes(StandardCharsets.UTF_8);
            spoiled = result.atRoot();
        }
        Outcome outcome = exchange(mutant, spoiled || !StrictJson.isValid(mutant));
        return outcome.isFine()
                ? outcome
                : new Outcome(
                        outcome.answer(),
                        outcome.complaint() + "\n"
                                + new String(mutant, 0, Math.min(1_500, mutant.length), StandardCharsets.ISO_8859_1));
    }

    private Outcome exchange(byte[] mutant, boolean malformed) throws IOException {
        WebSocketClient link = link();
        try {
            link.say(mutant);
            link.say(SENTINEL.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // The close that says why can still be read.
        }
        return heard(link, malformed, StrictJson.isUtf8(mutant));
    }

    /** Reads until the sentinel is answered or the link ends. */
    private Outcome heard(WebSocketClient link, boolean malformed, boolean utf8) throws IOException {
        boolean refused = false;
        while (true) {
            WebSocketClient.Received received;
            try {
                received = link.receive();
            } catch (IOException dropped) {
                close();
                // A server may fail a connection without a close (RFC 6455, section 7.1.7) when its rules are broken.
                return new Outcome("dropped", utf8 ? "the link was dropped without a close: " + dropped : "");
            }
            if (received.opcode() == WebSocketClient.CLOSE) {
                close();
                boolean known = REFUSALS.contains(received.closeCode());
                return new Outcome(
                        "closed " + received.closeCode(), known ? "" : "closed with " + received.closeCode());
            }
            String complaint = complaint(received.text());
            if (!complaint.isEmpty()) {
                return new Outcome("refused", complaint);
            }
            if (received.text().contains("\"ref\":\"sentinel\"")) {
                return new Outcome(
                        refused ? "refused" : "taken", malformed && !refused ? "what is malformed was taken" : "");
            }
            refused |= isRefusal(received.text());
        }
    }

    private static boolean isRefusal(String text) {
        return text.startsWith("{\"type\":\"refused\"") || text.startsWith("{\"type\":\"error\"");
    }

    private static String complaint(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            if (!isRefusal(text)) {
                return frame.path("type").isString() ? "" : "a frame without a type: " + text;
            }
            String told = Oracle.internalsComplaint(text);
            JsonNode problem = frame.path("problem");
            int status = problem.path("status").asInt(0);
            boolean fine = status >= 400 && status < 500 && Oracle.isProblem(problem, status);
            return !told.isEmpty() || fine ? told : "not a 4xx problem: " + text;
        } catch (JacksonException notJson) {
            return "not JSON: " + text;
        }
    }

    @Override
    public void close() {
        current.ifPresent(WebSocketClient::close);
        current = Optional.empty();
    }
}
