package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.Member;
import io.caxton.swim.wire.DecodeError.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Serf's messages and tags as bytes (Serf protocol, versions 2 to 5). */
public final class SerfCodec {
    private static final int LEAVE = 0;
    private static final int JOIN = 1;
    private static final int PUSH_PULL = 2;
    private static final int EVENT = 3;
    private static final int QUERY = 4;
    private static final int QUERY_RESPONSE = 5;
    private static final int KEY_REQUEST = 7;
    private static final int KEY_RESPONSE = 8;
    private static final int LAST_TYPE = 9;
    private static final int TAGS = 255;

    /** Members of a push/pull. */
    private static final int MOST_MEMBERS = 65_535;
    /** Tags of a member; they share 512 bytes. */
    private static final int MOST_TAGS = 255;

    /** Serf's queries have at most 1,024 bytes. */
    private static final int MAX_QUERY = 4_096;

    private static final int MAX_KEY = 32;
    private static final int SERF_PORT = 7946;
    /** Flags of a question: its arrival is to be told, */
    private static final int ACK = 1;
    /** and it is not to be passed on. */
    private static final int NO_BROADCAST = 2;

    private static final long MAX_TIME = Long.MAX_VALUE;

    private SerfCodec() {}

    public static ByteString encode(SerfMessage message) {
        Packer out = new Packer();
        if (message instanceof SerfMessage.Leave leave) {
            out.u8(LEAVE)
                    .map(3)
                    .field("LTime", leave.time())
                    .field("Node", leave.node())
                    .field("Prune", leave.prune());
        } else if (message instanceof SerfMessage.Join join) {
            out.u8(JOIN).map(2).field("LTime", join.time()).field("Node", join.node());
        } else if (message instanceof SerfMessage.PushPull state) {
            pushPull(state, out);
        } else if (message instanceof SerfMessage.QueryResponse response) {
            out.u8(QUERY_RESPONSE)
                    .map(5)
                    .field("LTime", response.time())
                    .field("ID", response.id())
                    .field("From", response.from())
                    .field("Flags", response.isAck() ? ACK : 0)
                    .field("Payload", response.payload());
        } else if (message instanceof SerfMessage.KeyRequest request) {
            out.u8(KEY_REQUEST).map(1).field("Key", request.key());
        } else if (message instanceof SerfMessage.KeyResponse response) {
            keys(response, out);
        } else {
            throw new IllegalArgumentException("only passed on: " + message);
        }
        return ByteString.of(out.toByteArray());
    }

    /**
     * A question as its asker sends it.
     *
     * @param timeout answers that are given later are not sent by Serf
     */
    public static ByteString encode(SerfMessage.Query query, Duration timeout) {
        if (query.isFiltered()) {
            throw new IllegalArgumentException("filters are not written");
        }
        Packer out = new Packer()
                .u8(QUERY)
                .map(8)
                .field("LTime", query.time())
                .field("ID", query.id())
                .field("Addr", query.from().ip())
                .field("Port", query.from().port())
                .field("Flags", (query.wantsAck() ? ACK : 0) | (query.isForAll() ? 0 : NO_BROADCAST))
                .field("Timeout", timeout.toNanos())
                .field("Name", query.name())
                .field("Payload", query.payload());
        return ByteString.of(out.toByteArray());
    }

    private static void pushPull(SerfMessage.PushPull state, Packer out) {
        out.u8(PUSH_PULL).map(6).field("LTime", state.time()).text("StatusLTimes");
        mapHead(state.statusTimes().size(), out);
        new TreeMap<>(state.statusTimes()).forEach(out::field);
        out.text("LeftMembers");
        arrayHead(state.left().size(), out);
        state.left().forEach(out::text);
        out.field("EventLTime", state.eventTime()).text("Events");
        arrayHead(0, out);
        out.field("QueryLTime", state.queryTime());
    }

    private static void keys(SerfMessage.KeyResponse response, Packer out) {
        List<String> keys = response.keys().stream()
                .map(key -> Base64.getEncoder().encodeToString(key.toByteArray()))
                .toList();
        out.u8(KEY_RESPONSE)
                .map(4)
                .field("Result", response.done())
                .field("Message", response.message())
                .text("Keys");
        arrayHead(keys.size(), out);
        keys.forEach(out::text);
        out.field("PrimaryKey", keys.isEmpty() ? "" : keys.get(0));
    }

    private static void mapHead(int size, Packer out) {
        if (size < 16) {
            out.map(size);
        } else {
            out.u8(0xDE).u16(atMost(MOST_MEMBERS, size));
        }
    }

    private static void arrayHead(int size, Packer out) {
        if (size < 16) {
            out.u8(0x90 | size);
        } else {
            out.u8(0xDC).u16(atMost(MOST_MEMBERS, size));
        }
    }

    private static int atMost(int most, int size) {
        if (size > most) {
            throw new IllegalArgumentException("at most " + most + " entries, not " + size);
        }
        return size;
    }

    /** What a user message or state says; empty if it is not one of Serf's, or cannot be read. */
    public static Optional<SerfMessage> decode(ByteString body) {
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            return read(Input.of(body.toByteArray()));
        } catch (WireException notSerf) {
            return Optional.empty();
        }
    }

    private static Optional<SerfMessage> read(Input in) throws WireException {
        int type = in.u8();
        if (type > LAST_TYPE) {
            return Optional.empty();
        } else if (type > QUERY_RESPONSE && type != KEY_REQUEST && type != KEY_RESPONSE) {
            return Optional.of(new SerfMessage.Other());
        }
        Fields fields = Fields.read(in);
        if (type == KEY_REQUEST) {
            return Optional.of(new SerfMessage.KeyRequest(fields.bytes("Key", MAX_KEY)));
        } else if (type == KEY_RESPONSE) {
            return Optional.of(new SerfMessage.KeyResponse(
                    fields.flag("Result"), fields.text("Message", MAX_QUERY), keys(fields.value("Keys"))));
        }
        long time = fields.unsigned("LTime", MAX_TIME);
        return Optional.of(
                switch (type) {
                    case LEAVE ->
                        new SerfMessage.Leave(time, fields.required("Node", Bounds.MAX_NAME), fields.flag("Prune"));
                    case JOIN -> new SerfMessage.Join(time, fields.required("Node", Bounds.MAX_NAME));
                    case EVENT -> new SerfMessage.Event(time);
                    case QUERY -> query(time, fields);
                    case QUERY_RESPONSE ->
                        new SerfMessage.QueryResponse(
                                time,
                                fields.unsigned("ID", Bounds.MAX_U32),
                                fields.required("From", Bounds.MAX_NAME),
                                (fields.unsigned("Flags", Bounds.MAX_U32) & ACK) != 0,
                                fields.bytes("Payload", MAX_QUERY));
                    default ->
                        new SerfMessage.PushPull(
                                time,
                                times(fields.value("StatusLTimes")),
                                names(fields.value("LeftMembers")),
                                fields.unsigned("EventLTime", MAX_TIME),
                                fields.unsigned("QueryLTime", MAX_TIME));
                });
    }

    private static SerfMessage.Query query(long time, Fields fields) throws WireException {
        long flags = fields.unsigned("Flags", Bounds.MAX_U32);
        Optional<Input> filters = fields.value("Filters");
        return new SerfMessage.Query(
                time,
                fields.unsigned("ID", Bounds.MAX_U32),
                MessageReader.address(fields, "Addr", "Port", SERF_PORT),
                filters.isPresent() && Unpacker.arraySize(filters.get()) > 0,
                (flags & ACK) != 0,
                (flags & NO_BROADCAST) == 0,
                fields.text("Name", MAX_QUERY),
                fields.bytes("Payload", MAX_QUERY));
    }

    /** What is not base64 is none of this cluster's. */
    private static List<ByteString> keys(Optional<Input> value) throws WireException {
        if (value.isEmpty()) {
            return List.of();
        }
        Input in = value.get();
        long size = bounded(Unpacker.arraySize(in), KeyRing.MAX_KEYS);
        List<ByteString> keys = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            try {
                keys.add(ByteString.of(Base64.getDecoder().decode(Unpacker.utf8(Unpacker.raw(in)))));
            } catch (IllegalArgumentException notBase64) {
                throw new WireException(Reason.MESSAGE, "a key is not base64");
            }
        }
        return keys;
    }

    private static Map<String, Long> times(Optional<Input> value) throws WireException {
        if (value.isEmpty()) {
            return Map.of();
        }
        Input in = value.get();
        long size = bounded(Unpacker.mapSize(in), MOST_MEMBERS);
        Map<String, Long> times = new LinkedHashMap<>();
        for (long i = 0; i < size; i++) {
            String name = Unpacker.utf8(Unpacker.raw(in));
            times.put(name, Math.max(0, Unpacker.integer(in)));
        }
        return times;
    }

    private static List<String> names(Optional<Input> value) throws WireException {
        if (value.isEmpty()) {
            return List.of();
        }
        Input in = value.get();
        long size = bounded(Unpacker.arraySize(in), MOST_MEMBERS);
        List<String> names = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            names.add(Unpacker.utf8(Unpacker.raw(in)));
        }
        return names;
    }

    private static long bounded(long size, int most) throws WireException {
        if (size > most) {
            throw new WireException(Reason.TOO_LARGE, "more than " + most + " entries");
        }
        return size;
    }

    /**
     * Tags as a member's meta data, readable by Serf.
     *
     * @throws IllegalArgumentException if they take more than {@link Member#MAX_META} bytes
     */
    public static ByteString encodeTags(Map<String, String> tags) {
        Packer out = new Packer().u8(TAGS);
        mapHead(tags.size(), out);
        new TreeMap<>(tags).forEach(out::field);
        if (out.size() > Member.MAX_META) {
            throw new IllegalArgumentException(
                    "the tags take " + out.size() + " bytes, at most " + Member.MAX_META + " are allowed");
        }
        return ByteString.of(out.toByteArray());
    }

    /** The tags of a member; what a very old Serf says is its role. Empty if they cannot be read. */
    public static Map<String, String> decodeTags(ByteString meta) {
        if (meta.isEmpty()) {
            return Map.of();
        }
        Input in = Input.of(meta.toByteArray());
        try {
            if (in.peek() != TAGS) {
                return Map.of("role", Unpacker.utf8(in));
            }
            in.u8();
            long size = bounded(Unpacker.mapSize(in), MOST_TAGS);
            Map<String, String> tags = new TreeMap<>();
            for (long i = 0; i < size; i++) {
                tags.put(Unpacker.utf8(Unpacker.raw(in)), Unpacker.utf8(Unpacker.raw(in)));
            }
            return tags;
        } catch (WireException unreadable) {
            return Map.of();
        }
    }
}
