package io.caxton.core.cluster;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nodes say to each other about agents as bytes: a version, which parts there are, then numbers of variable length and
 * texts in UTF-8, of which those that come again within one message are written once. Decoding throws {@link MalformedClusterMessageException} and nothing else,
 * and what it brings holds every bound of its type.
 */
public final class ClusterCodec {
    /** Bytes of one message. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int VERSION = 1;
    /** What a message has, in its second byte. */
    private static final int HAS_DIGEST = 1;

    private static final int HAS_DELTAS = 2;
    private static final int HAS_SUMMARY = 4;

    private ClusterCodec() {}

    /** The bytes of what one node says to another. */
    public static byte[] encode(Exchange exchange) {
        Output out = new Output();
        out.single(VERSION);
        out.single((exchange.digest().isPresent() ? HAS_DIGEST : 0)
                | (exchange.deltas().isEmpty() ? 0 : HAS_DELTAS)
                | (exchange.summary().isPresent() ? HAS_SUMMARY : 0));
        exchange.summary().ifPresent(summary -> write(out, summary));
        exchange.digest().ifPresent(digest -> write(out, digest));
        if (!exchange.deltas().isEmpty()) {
            write(out, exchange.deltas());
        }
        return out.toBytes();
    }

    private static void write(Output out, Summary summary) {
        out.bytes(ByteBuffer.allocate(Summary.BYTES)
                .putLong(summary.high())
                .putLong(summary.low())
                .array());
    }

    private static void write(Output out, Digest digest) {
        out.number(digest.lines().size());
        for (Digest.Line line : digest.lines()) {
            out.text(line.origin());
            out.number(line.epoch());
            out.number(line.counter());
            out.number(line.floor());
        }
    }

    private static void write(Output out, List<Delta> deltas) {
        out.number(deltas.size());
        deltas.forEach(delta -> write(out, delta));
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

    /** What one node says to another, from its bytes. */
    public static Exchange decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedClusterMessageException("has more than " + MAX_BYTES + " bytes");
        }
        Input in = new Input(bytes, MalformedClusterMessageException::of);
        int version = in.single();
        if (version != VERSION) {
            throw new MalformedClusterMessageException("has version " + version + ", this node knows " + VERSION);
        }
        int parts = in.count("parts", HAS_DIGEST | HAS_DELTAS | HAS_SUMMARY);
        try {
            Optional<Summary> summary = (parts & HAS_SUMMARY) == 0 ? Optional.empty() : Optional.of(summary(in));
            Optional<Digest> digest = (parts & HAS_DIGEST) == 0 ? Optional.empty() : Optional.of(digest(in));
            List<Delta> deltas = (parts & HAS_DELTAS) == 0 ? List.of() : deltas(in);
            in.end();
            return new Exchange(summary, digest, deltas);
        } catch (IllegalArgumentException | InvalidRequestException | DateTimeException e) {
            throw new MalformedClusterMessageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Summary summary(Input in) {
        byte[] bytes = in.bytes("summary", Summary.BYTES);
        if (bytes.length != Summary.BYTES) {
            throw new MalformedClusterMessageException("has a summary of " + bytes.length + " bytes");
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new Summary(numbers.getLong(), numbers.getLong());
    }

    private static Digest digest(Input in) {
        List<Digest.Line> lines = new ArrayList<>();
        int count = in.count("lines", Digest.MAX_LINES);
        for (int i = 0; i < count; i++) {
            lines.add(new Digest.Line(in.text(), in.number(), in.number(), in.number()));
        }
        return new Digest(lines);
    }

    private static List<Delta> deltas(Input in) {
        List<Delta> deltas = new ArrayList<>();
        int count = in.count("deltas", Digest.MAX_LINES);
        for (int i = 0; i < count; i++) {
            deltas.add(delta(in));
        }
        return deltas;
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
}
