package io.caxton.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes answers. Small ones get a {@code Content-Length} and leave in one write with their head; larger ones go out as
 * they are written, so that they are not held twice.
 */
final class SizedJsonConverter extends AbstractHttpMessageConverter<JsonNode> {
    /** Bytes up to which an answer counts as small. */
    static final int SMALL = 16 << 10;

    private final JsonMapper mapper;

    SizedJsonConverter(JsonMapper mapper) {
        super(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
        this.mapper = mapper;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected JsonNode readInternal(Class<? extends JsonNode> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("bodies are read by the controllers", input);
    }

    @Override
    protected void writeInternal(JsonNode json, HttpOutputMessage output) throws IOException {
        Beginning beginning = new Beginning(output);
        try {
            mapper.writeValue(beginning, json);
        } catch (JacksonIOException clientGone) {
            throw clientGone.getCause();
        }
        beginning.sendIfSmall();
    }

    /** Holds back the first bytes until there are more of them than is small. */
    private static final class Beginning extends OutputStream {
        private final HttpOutputMessage output;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
        private @Nullable OutputStream body;

        Beginning(HttpOutputMessage output) {
            this.output = output;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (body == null && held.size() + count <= SMALL) {
                held.write(bytes, from, count);
                return;
            }
            if (body == null) {
                body = output.getBody();
                held.writeTo(body);
            }
            body.write(bytes, from, count);
        }

        void sendIfSmall() throws IOException {
            if (body == null) {
                output.getHeaders().setContentLength(held.size());
                held.writeTo(output.getBody());
            }
        }
    }
}
