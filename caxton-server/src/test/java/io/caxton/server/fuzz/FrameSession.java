package io.caxton.server.fuzz;

import static io.caxton.server.fuzz.WebSocketClient.BINARY;
import static io.caxton.server.fuzz.WebSocketClient.CLOSE;
import static io.caxton.server.fuzz.WebSocketClient.FINAL;
import static io.caxton.server.fuzz.WebSocketClient.TEXT;
import static io.caxton.server.fuzz.WebSocketClient.frame;

import io.caxton.server.fuzz.Door.Outcome;
import io.caxton.server.fuzz.Door.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Breaks the framing of WebSocket (RFC 6455, section 5), on a new connection each time. */
final class FrameSession implements Session {
    private static final int CONTINUATION = 0;
    private static final int PING = 9;
    private static final byte[] HELLO = "{\"type\":\"heartbeat\"}".getBytes(StandardCharsets.UTF_8);

    /** Reserved codes, codes that must not be sent, reasons that are not UTF-8, half a code. */
    private static final List<byte[]> BAD_CLOSES = List.of(
            HexFormat.of().parseHex("03"),
            HexFormat.of().parseHex("0000"),
            HexFormat.of().parseHex("03E7"),
            HexFormat.of().parseHex("03EC"),
            HexFormat.of().parseHex("03ED"),
            HexFormat.of().parseHex("03EE"),
            HexFormat.of().parseHex("FFFF"),
            HexFormat.of().parseHex("03E8C0AF"));

    /** What a client may be told after it began to close: the echo of its own code, or none. */
    private static final Set<Integer> ANSWERS_TO_CLOSE = Set.of(1000, 1005);

    private final NodeAddress node;
    private final String target;

    FrameSession(NodeAddress node, String target) {
        this.node = node;
        this.target = target;
    }

    @Override
    public Outcome attack(Dice dice) throws IOException {
        int kind = dice.below(12);
        try (WebSocketClient link = new WebSocketClient(node, target)) {
            try {
                link.send(bytes(kind, dice));
                link.send(frame(FINAL | CLOSE, true, HexFormat.of().parseHex("03E8")));
            } catch (IOException ended) {
                // The close that says why may still be there to read.
            }
            Outcome outcome = end(link);
            return outcome.isFine()
                    ? outcome
                    : new Outcome(outcome.answer(), "frames " + kind + ": " + outcome.complaint());
        }
    }

    private static byte[] bytes(int kind, Dice dice) {
        return switch (kind) {
            case 0 -> frame(FINAL | TEXT, false, HELLO);
            case 1 -> frame(FINAL | TEXT | (dice.between(1, 7) << 4), true, HELLO);
            case 2 -> frame(FINAL | dice.pick(List.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)), true, HELLO);
            case 3 -> frame(FINAL | CLOSE, true, dice.pick(BAD_CLOSES));
            case 4 -> frame(FINAL | TEXT, true, HexFormat.of().parseHex("7B22C3287D"));
            case 5 -> frame(FINAL | BINARY, true, HELLO);
            case 6 -> frame(FINAL, true, HELLO);
            case 7 -> HttpText.join(frame(TEXT, true, HELLO), frame(FINAL | TEXT, true, HELLO));
            case 8 -> fragments(dice.between(100, 3_000));
            case 9 -> frame(PING, true, HELLO);
            case 10 -> frame(FINAL | PING, true, new byte[126]);
            default -> dice.oneIn(2) ? hugeLength(dice) : frame(dice.below(256), dice.oneIn(2), HELLO);
        };
    }

    private static byte[] fragments(int count) {
        byte[][] all = new byte[count][];
        all[0] = frame(TEXT, true, new byte[] {'{'});
        for (int i = 1; i < count; i++) {
            all[i] = frame(CONTINUATION, true, new byte[] {' '});
        }
        return HttpText.join(all);
    }

    /** Says that more follows than anybody can send. */
    private static byte[] hugeLength(Dice dice) {
        String length =
                dice.pick(List.of("7FFFFFFFFFFFFFFF", "8000000000000000", "0000000100000000", "FFFFFFFFFFFFFFFF"));
        return HttpText.join(HexFormat.of().parseHex("81FF" + length + "00000000"), HELLO);
    }

    /** The link must end: with a code that fits, or, where the framing is lost, without one. */
    private static Outcome end(WebSocketClient link) {
        try {
            WebSocketClient.Received received = link.receive();
            while (received.opcode() != CLOSE) {
                String told = Oracle.internalsComplaint(received.text());
                if (!told.isEmpty()) {
                    return new Outcome("said", told);
                }
                received = link.receive();
            }
            int code = received.closeCode();
            boolean known = LinkSession.REFUSALS.contains(code) || ANSWERS_TO_CLOSE.contains(code);
            String told = Oracle.internalsComplaint(received.text());
            return new Outcome("closed " + code, known ? told : "closed with " + code + ": " + received.text());
        } catch (java.net.SocketTimeoutException stillOpen) {
            return new Outcome("open", "the node keeps a broken link open");
        } catch (IOException dropped) {
            return Outcome.fine("dropped");
        }
    }

    @Override
    public void close() {
        // Each attack closes its own.
    }
}
