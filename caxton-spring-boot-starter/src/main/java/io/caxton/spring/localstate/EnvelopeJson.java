package io.caxton.spring.localstate;

import io.caxton.core.message.Message;
import io.caxton.core.message.MessageJson;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as UTF-8 JSON, to be read back as they were: numbers keep every digit and their scale. The limits are those
 * of Java itself: what may come in was decided when the message was accepted.
 */
final class EnvelopeJson {
    private static final int MAX_DEPTH = 2_000;

    /** Reads and writes every JSON column. */
    static final JsonMapper MAPPER = mapper().build();

    /** For text that UTF-8 cannot hold, that is with half a surrogate pair. */
    private static final JsonMapper ESCAPING =
            mapper().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EnvelopeJson() {}

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

    static byte[] write(Message message) {
        ObjectNode json = MessageJson.write(message);
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JacksonException e) {
            return ESCAPING.writeValueAsBytes(json);
        }
    }

    static Message read(byte[] json) {
        JsonNode tree = MAPPER.readTree(json);
        return MessageJson.read(tree);
    }

    static long crc(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return crc.getValue();
    }
}
