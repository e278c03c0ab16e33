package io.caxton.core.cluster;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Digests and deltas as bytes: a version, a kind, then numbers of variable length and texts in UTF-8, of which those that
 * come again within one message are written once. Decoding throws {@link MalformedClusterMessageException} and nothing else,
 * and what it brings holds every bound of its type.
 */
public final class ClusterCodec {
    /** Bytes of one message. */
    public static final int MAX_BYTES = 2 << 20;

    private static final int VERSION = 1;
    private static final int DIGEST = 1;
    private static final int DELTAS = 2;

    private ClusterCodec() {}

    /** The bytes of a digest. */
    public static byte[] encode(Digest digest) {
        Output out = begin(DIGEST);
        out.number(digest.lines().size());
        for (Digest.Line line : digest.lines()) {
            out.text(line.origin());
            out.number(line.epoch());
            out.number(line.counter());
            out.number(line.floor());
        }
        return out.toBytes();
    }

    /** The bytes of an answer. */
    public static byte[] encode(List<Delta> deltas) {
        Output out = begin(DELTAS);
        out.number(deltas.size());
        deltas.forEach(delta -> write(out, delta));
        return out.toBytes();
    }

    private static Output begin(int kind) {
        Output out = new Output();
        out.single(VERSION);
        out.single(kind);
        return out;
    }

    private static void write(Output out, Delta delta) {
        out.text(delta.origin());
        out.number(delta.epoch());
        out.number(delta.after());
        out.number(delta.upTo() - delta.after());
        out.number(delta.known() - delta.upTo());
        out.number(delta.floor());
        out.number(delta.entries().size());
        long previous = delta.after();
        for (ClusterEntry entry : delta.entries()) {
            EntryCodec.write(out, entry, previous);
            previous = entry.counter();
        }
    }

    /** The digest of these bytes. */
    public static Digest decodeDigest(byte[] bytes) {
        return decode(bytes, DIGEST, in -> {
            List<Digest.Line> lines = new ArrayList<>();
            int count = in.count("lines", Digest.MAX_LINES);
            for (int i = 0; i < count; i++) {
                lines.add(new Digest.Line(in.text(), in.number(), in.number(), in.number()));
            }
            return new Digest(lines);
        });
    }

    /** The deltas of these bytes. */
    public static List<Delta> decodeDeltas(byte[] bytes) {
        return decode(bytes, DELTAS, in -> {
            List<Delta> deltas = new ArrayList<>();
            int count = in.count("deltas", Digest.MAX_LINES);
            for (int i = 0; i < count; i++) {
                deltas.add(delta(in));
            }
            return deltas;
        });
    }

    private static Delta delta(Input in) {
        String origin = in.text();
        long epoch = in.number();
        long after = in.number();
        long upTo = after + in.number();
        long known = upTo + in.number();
        long floor = in.number();
        List<ClusterEntry> entries = new ArrayList<>();
        int count = in.count("entries", Delta.MAX_ENTRIES);
        long previous = after;
        for (int i = 0; i < count; i++) {
            ClusterEntry entry = EntryCodec.read(in, previous);
            entries.add(entry);
            previous = entry.counter();
        }
        return new Delta(origin, epoch, after, upTo, known, floor, entries);
    }

    private static <T> T decode(byte[] bytes, int kind, Function<Input, T> body) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedClusterMessageException("has more than " + MAX_BYTES + " bytes");
        }
        Input in = new Input(bytes, MalformedClusterMessageException::of);
        int version = in.single();
        if (version != VERSION) {
            throw new MalformedClusterMessageException("has version " + version + ", this node knows " + VERSION);
        }
        if (in.single() != kind) {
            throw new MalformedClusterMessageException("is of another kind");
        }
        try {
            T decoded = body.apply(in);
            in.end();
            return decoded;
        } catch (IllegalArgumentException | InvalidRequestException | DateTimeException e) {
            throw new MalformedClusterMessageException(String.valueOf(e.getMessage()), e);
        }
    }
}
