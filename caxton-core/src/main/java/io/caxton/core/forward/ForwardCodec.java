package io.caxton.core.forward;

import io.caxton.core.agent.AgentName;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches of forwards, answers and outcomes as bytes: a version, a kind, then numbers of variable length, texts in UTF-8 and
 * messages as they are stored; a message that several deliveries share is written once. Decoding throws
 * {@link MalformedForwardException} and nothing else, and takes no more memory than some multiple of the bytes.
 */
public final class ForwardCodec {
    /** Deliveries or outcomes of one batch. */
    public static final int MAX_ITEMS = 1_000;

    /** Bytes of one batch. */
    public static final int MAX_BYTES = 64 << 20;

    /** What one forward takes at most besides its message. */
    public static final int OVERHEAD_BYTES = 1_024;

    static final Duration MAX_WAIT = Duration.ofDays(3_650);
    static final int MAX_LIFE = 1_000_000;

    private static final int VERSION = 1;
    private static final int FORWARDS = 1;
    private static final int ANSWERS = 2;
    private static final int OUTCOMES = 3;

    private static final int TAKEN = 0;
    private static final int NOT_HERE = 1;
    private static final int FULL = 2;
    private static final int REFUSED = 3;
    private static final int MOVED = 4;

    private ForwardCodec() {}

    /** The bytes of forwards, at most {@link #MAX_ITEMS}. */
    public static byte[] encodeForwards(List<Forward> forwards) {
        Output out = begin(FORWARDS, forwards.size());
        IdentityHashMap<byte[], Integer> written = new IdentityHashMap<>();
        for (Forward forward : forwards) {
            out.text(forward.messageId());
            out.shared(forward.agentName().value());
            optional(out, forward.agentId());
            out.number(forward.life());
            out.number(millis(forward.remaining()));
            @Nullable Integer place = written.putIfAbsent(forward.json(), written.size() + 1);
            out.number(place == null ? 0 : place);
            if (place == null) {
                out.bytes(forward.json());
            }
        }
        return out.toBytes();
    }

    /** The forwards of these bytes. */
    public static List<Forward> decodeForwards(byte[] bytes) {
        List<byte[]> read = new ArrayList<>();
        return decode(
                bytes,
                FORWARDS,
                in -> new Forward(
                        WireText.messageId(in.text()),
                        new AgentName(in.shared()),
                        optional(in).map(WireText::id),
                        in.count("life", MAX_LIFE),
                        wait(in),
                        json(in, read)));
    }

    private static byte[] json(Input in, List<byte[]> read) {
        int place = in.count("a message", read.size());
        if (place > 0) {
            return read.get(place - 1);
        }
        byte[] json = in.bytes("a message", MAX_BYTES);
        read.add(json);
        return json;
    }

    /** The bytes of the answers to a batch of forwards, in its order. */
    public static byte[] encodeAnswers(List<Answer> answers) {
        Output out = begin(ANSWERS, answers.size());
        for (Answer answer : answers) {
            if (answer instanceof Answer.Taken) {
                out.single(TAKEN);
            } else if (answer instanceof Answer.NotHere notHere) {
                out.single(notHere.movedTo().isPresent() ? MOVED : NOT_HERE);
                notHere.movedTo().ifPresent(out::text);
            } else if (answer instanceof Answer.Full full) {
                out.single(FULL);
                out.number(millis(full.retryAfter()));
            } else if (answer instanceof Answer.Refused refused) {
                out.single(REFUSED);
                out.text(WireText.clipped(refused.reason()));
            }
        }
        return out.toBytes();
    }

    /** The answers of these bytes. */
    public static List<Answer> decodeAnswers(byte[] bytes) {
        return decode(bytes, ANSWERS, in -> switch (in.single()) {
            case TAKEN -> new Answer.Taken();
            case NOT_HERE -> new Answer.NotHere();
            case FULL -> new Answer.Full(wait(in));
            case REFUSED -> new Answer.Refused(in.text());
            case MOVED -> new Answer.NotHere(Optional.of(WireText.id(in.text())));
            default -> throw malformed("has an answer of another kind", null);
        });
    }

    /** The bytes of outcomes, at most {@link #MAX_ITEMS}; of a long history only its end is told. */
    public static byte[] encodeOutcomes(List<Outcome> outcomes) {
        Output out = begin(OUTCOMES, outcomes.size());
        outcomes.forEach(outcome -> OutcomeCodec.write(out, outcome));
        return out.toBytes();
    }

    /** The outcomes of these bytes. */
    public static List<Outcome> decodeOutcomes(byte[] bytes) {
        return decode(bytes, OUTCOMES, OutcomeCodec::read);
    }

    static void optional(Output out, Optional<String> text) {
        out.single(text.isPresent() ? 1 : 0);
        text.ifPresent(out::shared);
    }

    static Optional<String> optional(Input in) {
        return switch (in.single()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(in.shared());
            default -> throw malformed("has neither a text nor none", null);
        };
    }

    private static long millis(Duration wait) {
        Duration bounded = wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
        return Math.max(0, bounded.toMillis());
    }

    private static Duration wait(Input in) {
        long millis = in.number();
        if (millis > MAX_WAIT.toMillis()) {
            throw malformed("has a wait of more than " + MAX_WAIT.toDays() + " days", null);
        }
        return Duration.ofMillis(millis);
    }

    private static Output begin(int kind, int items) {
        if (items > MAX_ITEMS) {
            throw new IllegalArgumentException("a batch has at most " + MAX_ITEMS + " items");
        }
        Output out = new Output();
        out.single(VERSION);
        out.single(kind);
        out.number(items);
        return out;
    }

    private static <T> List<T> decode(byte[] bytes, int kind, Function<Input, T> item) {
        if (bytes.length > MAX_BYTES) {
            throw malformed("has more than " + MAX_BYTES + " bytes", null);
        }
        Input in = new Input(bytes, ForwardCodec::malformed);
        int version = in.single();
        if (version != VERSION) {
            throw malformed("has version " + version + ", this node knows " + VERSION, null);
        }
        if (in.single() != kind) {
            throw malformed("is of another kind", null);
        }
        int count = in.count("items", MAX_ITEMS);
        List<T> items = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                items.add(item.apply(in));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
        in.end();
        return items;
    }

    static RuntimeException malformed(String what, @Nullable Throwable cause) {
        return new MalformedForwardException(what, cause);
    }
}
