package io.caxton.server.json;

import io.caxton.core.request.RequestLimits;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.intake.CountingParser;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a body as JSON, strictly and no further than a bound. What is wrong is told without quoting it. */
public final class StrictJson {
    private final JsonMapper mapper;

    public StrictJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * The body of a request.
     *
     * @throws ProblemException if it is too large, not UTF-8, not JSON or not declared as such
     * @throws InvalidRequestException if there is none
     */
    public JsonNode read(HttpServletRequest request, long maxBytes) {
        requireJson(request);
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        // A reader, because Jackson would guess other encodings from bytes; its decoder refuses what is not UTF-8.
        try (Reader reader = new InputStreamReader(
                new BoundedInputStream(request.getInputStream(), maxBytes), StandardCharsets.UTF_8.newDecoder())) {
            JsonNode json = tree(reader, request);
            if (json.isMissingNode()) {
                throw new InvalidRequestException("body", "a JSON body is required");
            }
            return json;
        } catch (JacksonIOException unreadable) {
            throw unreadable(unreadable.getCause(), maxBytes);
        } catch (JacksonException malformed) {
            throw malformed(malformed);
        } catch (NumberFormatException enormous) {
            throw ProblemType.MALFORMED_JSON
                    .because("a number has an exponent that is too large")
                    .asException();
        } catch (IOException unreadable) {
            throw unreadable(unreadable, maxBytes);
        }
    }

    private JsonNode tree(Reader reader, HttpServletRequest request) {
        try (JsonParser parser = CountingParser.of(mapper.createParser(reader), request)) {
            return parser.nextToken() == null
                    ? mapper.missingNode()
                    : mapper.readerFor(JsonNode.class).readValue(parser);
        }
    }

    private static void requireJson(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !isJson(type)) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE
                    .because("send Content-Type: application/json, in UTF-8")
                    .asException();
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE
                    .because("send the body without Content-Encoding")
                    .asException();
        }
    }

    private static boolean isJson(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            boolean json = type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    || (type.getType().equals("application")
                            && type.getSubtype().endsWith("+json"));
            return json && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException notAMediaType) {
            return false;
        }
    }

    private static RuntimeException unreadable(@Nullable Throwable cause, long maxBytes) {
        if (cause instanceof BoundedInputStream.TooLargeException) {
            return tooLarge(maxBytes);
        }
        if (cause instanceof CharacterCodingException) {
            return ProblemType.MALFORMED_JSON.because("the body is not UTF-8").asException();
        }
        return ProblemType.BAD_REQUEST
                .because("the body ended too soon, or is not framed as HTTP asks")
                .asException();
    }

    private static ProblemException malformed(JacksonException malformed) {
        TokenStreamLocation at = malformed.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return ProblemType.MALFORMED_JSON.because(reason(malformed) + where).asException();
    }

    private static String reason(JacksonException malformed) {
        if (malformed instanceof StreamConstraintsException) {
            return "it nests deeper than " + RequestLimits.MAX_DEPTH + " levels, has a number of more than "
                    + RequestLimits.MAX_NUMBER_LENGTH + " characters, more than " + RequestLimits.MAX_TOKENS
                    + " values, names and brackets, or a very long name";
        }
        if (malformed instanceof DatabindException) {
            return malformed.getOriginalMessage().startsWith("Duplicate")
                    ? "an object has the same name twice"
                    : "something follows the JSON value";
        }
        return "the text is not JSON";
    }

    private static ProblemException tooLarge(long maxBytes) {
        return ProblemType.TOO_LARGE
                .because("the body has more than " + maxBytes + " bytes")
                .asException();
    }
}
