package io.caxton.core.copies;

import io.caxton.core.agent.AgentName;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What nodes say to each other about copies, as bytes: a version, a kind, then numbers of variable length, texts in UTF-8 and
 * messages as they are stored. Deadlines go as the time that is left, as clocks differ. Decoding throws
 * {@link MalformedCopyException} and nothing else, and takes no more memory than some multiple of the bytes.
 */
public final class CopyCodec {
    /** Copies, drops or answers of one batch. */
    public static final int MAX_ITEMS = 1_000;

    /** Bytes of one batch. */
    public static final int MAX_BYTES = 64 << 20;

    /** What a copy takes at most besides its message and its names. */
    public static final int OVERHEAD_BYTES = 2_048;

    static final Duration MAX_WAIT = Duration.ofDays(3_650);
    static final int MAX_NAMES = 10_000;

    private static final int MAX_TEXT = 1_024;
    private static final int VERSION = 1;
    private static final int COPIES = 1;
    private static final int KEPT = 2;
    private static final int CLAIM = 3;
    private static final int CLAIMED = 4;

    private CopyCodec() {}

    /** The bytes of a batch, at most {@link #MAX_ITEMS} copies and as many drops. */
    public static byte[] encode(CopyBatch batch, Instant now) {
        Output out = begin(COPIES);
        out.text(batch.store());
        list(out, batch.copies(), (o, copy) -> write(o, copy, now));
        list(out, batch.drops(), Output::text);
        return out.toBytes();
    }

    /** The batch of these bytes. */
    public static CopyBatch decodeBatch(byte[] bytes, Instant now) {
        return decode(
                bytes,
                COPIES,
                in -> new CopyBatch(text(in), list(in, i -> read(i, now)), list(in, CopyCodec::messageId)));
    }

    private static void write(Output out, Copy copy, Instant now) {
        out.text(copy.messageId());
        names(out, copy.names());
        out.number(Math.max(0, copy.position()));
        Duration left = Duration.between(now, copy.expiresAt());
        out.number(Math.max(0, (left.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : left).toMillis()));
        out.text(copy.fingerprint());
        out.single(copy.idempotencyKey().isPresent() ? 1 : 0);
        copy.idempotencyKey().ifPresent(out::text);
        out.bytes(copy.json());
    }

    private static Copy read(Input in, Instant now) {
        String messageId = messageId(in);
        List<AgentName> names = names(in);
        long position = in.number();
        long millis = in.number();
        if (millis > MAX_WAIT.toMillis()) {
            throw malformed("has a wait of more than " + MAX_WAIT.toDays() + " days", null);
        }
        String fingerprint = text(in);
        Optional<String> key = flag(in) ? Optional.of(text(in)) : Optional.empty();
        byte[] json = in.bytes("a message", MAX_BYTES);
        return new Copy(messageId, names, position, now.plusMillis(millis), fingerprint, key, json);
    }

    /** The bytes of the answer to a batch: for each copy, in its order, whether it is kept. */
    public static byte[] encodeKept(List<Boolean> kept) {
        Output out = begin(KEPT);
        list(out, kept, (o, each) -> o.single(each ? 1 : 0));
        return out.toBytes();
    }

    /** The answer of these bytes. */
    public static List<Boolean> decodeKept(byte[] bytes) {
        return decode(bytes, KEPT, in -> list(in, CopyCodec::flag));
    }

    /** The bytes of a claim. */
    public static byte[] encode(Claim claim) {
        Output out = begin(CLAIM);
        out.text(claim.store());
        out.text(claim.after());
        return out.toBytes();
    }

    /** The claim of these bytes. */
    public static Claim decodeClaim(byte[] bytes) {
        return decode(bytes, CLAIM, in -> new Claim(text(in), text(in)));
    }

    /** The bytes of the answer to a claim, at most {@link #MAX_ITEMS}. */
    public static byte[] encodeClaimed(List<Claimed> claimed) {
        Output out = begin(CLAIMED);
        list(out, claimed, (o, each) -> {
            o.text(each.messageId());
            names(o, each.names());
            o.single(each.adopted() ? 1 : 0);
        });
        return out.toBytes();
    }

    /** The answer of these bytes. */
    public static List<Claimed> decodeClaimed(byte[] bytes) {
        return decode(bytes, CLAIMED, in -> list(in, i -> new Claimed(messageId(i), names(i), flag(i))));
    }

    private static void names(Output out, List<AgentName> names) {
        out.number(names.size());
        names.forEach(name -> out.shared(name.value()));
    }

    private static List<AgentName> names(Input in) {
        int count = in.count("names", MAX_NAMES);
        List<AgentName> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(new AgentName(in.shared()));
        }
        return names;
    }

    private static String messageId(Input in) {
        String id = text(in);
        if (id.isEmpty() || id.chars().anyMatch(Character::isISOControl)) {
            throw malformed("has the id of a message that is none", null);
        }
        return id;
    }

    private static String text(Input in) {
        String text = in.text();
        if (text.length() > MAX_TEXT) {
            throw malformed("has a text that is too long", null);
        }
        return text;
    }

    private static boolean flag(Input in) {
        return in.count("a flag", 1) == 1;
    }

    private static <T> void list(Output out, List<T> items, BiConsumer<Output, T> write) {
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("a batch has at most " + MAX_ITEMS + " items");
        }
        out.number(items.size());
        items.forEach(item -> write.accept(out, item));
    }

    private static <T> List<T> list(Input in, Function<Input, T> read) {
        int count = in.count("items", MAX_ITEMS);
        List<T> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read.apply(in));
        }
        return items;
    }

    private static Output begin(int kind) {
        Output out = new Output();
        out.single(VERSION);
        out.single(kind);
        return out;
    }

    private static <T> T decode(byte[] bytes, int kind, Function<Input, T> read) {
        if (bytes.length > MAX_BYTES) {
            throw malformed("has more than " + MAX_BYTES + " bytes", null);
        }
        Input in = new Input(bytes, CopyCodec::malformed);
        int version = in.single();
        if (version != VERSION) {
            throw malformed("has version " + version + ", this node knows " + VERSION, null);
        }
        if (in.single() != kind) {
            throw malformed("is of another kind", null);
        }
        T value;
        try {
            value = read.apply(in);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
        in.end();
        return value;
    }

    private static RuntimeException malformed(String what, @Nullable Throwable cause) {
        return new MalformedCopyException(what, cause);
    }
}
