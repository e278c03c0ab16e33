package io.caxton.core.message;

import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message with the JSON it is stored as, made where the message comes in rather than on the one thread that writes.
 * The JSON reads back as it was: numbers keep every digit and their scale. Its limits are those of Java itself: what
 * may come in was decided before.
 */
public final class Envelope {
    private static final int MAX_DEPTH = 2_000;
    private static final JsonMapper MAPPER = mapper().build();

    /** For text that UTF-8 cannot hold, that is with half a surrogate pair. */
    private static final JsonMapper ESCAPING =
            mapper().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Message message;
    private final byte[] json;
    private final long checksum;

    private Envelope(Message message, byte[] json) {
        this.message = message;
        this.json = json;
        this.checksum = checksum(json);
    }

    /** Writes a message's JSON. */
    public static Envelope of(Message message) {
        ObjectNode tree = MessageJson.write(message);
        try {
            return new Envelope(message, MAPPER.writeValueAsBytes(tree));
        } catch (JacksonException e) {
            return new Envelope(message, ESCAPING.writeValueAsBytes(tree));
        }
    }

    /** Reads the message back from its JSON. */
    public static Message read(byte[] json) {
        return MessageJson.read(MAPPER.readTree(json));
    }

    public Message message() {
        return message;
    }

    /** UTF-8; not to be changed. */
    public byte[] json() {
        return json;
    }

    /** CRC-32C of the JSON. */
    public long checksum() {
        return checksum;
    }

    /** CRC-32C of a message's JSON, to be held against {@link #checksum()}. */
    public static long checksum(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return crc.getValue();
    }

    private static JsonMapper.Builder mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }
}
