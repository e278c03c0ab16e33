package io.caxton.server.link;

import io.caxton.server.intake.BodyMemory;
import io.caxton.server.intake.CountingParser;
import io.caxton.server.link.ClientFrames.Read;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** Puts frames together from their parts, reads them, and counts what is wrong. On the thread of the connection alone. */
final class LinkReader {
    /** Characters a second of a frame that comes in parts. */
    private static final int SLOWEST_CHARS = 32 << 10;
    /** Frames up to this many characters are read without asking for memory. */
    private static final int SMALL = 16 << 10;

    private final Link link;
    private final LinkRequests requests;
    private final LinkServices services;
    private final ClientFrames frames;
    private final StringBuilder parts = new StringBuilder();
    /** Taken from on the thread of the connection alone. */
    private final BodyMemory.Loan loan;

    private volatile int length;
    private volatile @Nullable Instant begun;
    private volatile boolean closed;
    private int mistakes;

    LinkReader(Link link, LinkRequests requests, LinkServices services) {
        this.link = link;
        this.requests = requests;
        this.services = services;
        this.loan = services.memory().open();
        this.frames = new ClientFrames(services.limits(), services.settings().maxCredit());
    }

    void hear(String part, boolean last) {
        try {
            add(part, last);
        } catch (ProblemException noMemory) {
            link.end(Closing.overloaded(noMemory.problem().detail()));
            forget();
        } finally {
            if (closed) {
                loan.close();
            }
        }
    }

    private void add(String part, boolean last) {
        if (parts.length() + (long) part.length() > services.maxFrame()) {
            forget();
            link.end(Closing.tooBig(services.maxFrame()));
        } else if (last && parts.isEmpty()) {
            read(part);
        } else {
            loan.take((long) part.length() * BodyMemory.HEAP_FOR_BYTE);
            parts.append(part);
            length = parts.length();
            begun = begun == null ? services.clock().now() : begun;
            requireFast();
            if (last) {
                String whole = parts.toString();
                forget();
                read(whole);
            }
        }
    }

    /** Drops what was heard of a frame. */
    private void forget() {
        parts.setLength(0);
        parts.trimToSize();
        length = 0;
        begun = null;
        loan.close();
    }

    /** Ends the link if a frame is coming so slowly that it could go on for ever. On any thread. */
    void requireFast() {
        Instant since = begun;
        if (since != null
                && since.plus(services.patience())
                        .plusSeconds(length / SLOWEST_CHARS)
                        .isBefore(services.clock().now())) {
            link.end(Closing.slow("a frame did not come at once"));
        }
    }

    /** When nothing is heard any more. On any thread. */
    void close() {
        closed = true;
        loan.close();
    }

    private void read(String text) {
        try {
            if (text.length() > SMALL) {
                loan.take((long) text.length() * BodyMemory.HEAP_FOR_BYTE);
            }
            handle(tree(text));
        } catch (JacksonException | NumberFormatException malformed) {
            link.end(Closing.notJson("a frame is not JSON as this link reads it"));
        } finally {
            loan.close();
        }
    }

    private JsonNode tree(String text) {
        if (text.length() <= SMALL) {
            return services.json().readTree(text);
        }
        try (JsonParser parser = CountingParser.of(services.json().createParser(text), loan)) {
            return parser.nextToken() == null
                    ? services.json().missingNode()
                    : services.json().readerFor(JsonNode.class).readValue(parser);
        }
    }

    private void handle(JsonNode json) {
        Optional<String> ref = ClientFrames.refOf(json);
        try {
            requests.admit();
            Read read = requests.read(frames, json);
            link.grant(read.credit());
            requests.handle(read);
        } catch (RuntimeException refused) {
            refuse(ref, Problems.of(refused));
        }
    }

    private void refuse(Optional<String> ref, Problem problem) {
        link.sayNow(
                ref.isPresent()
                        ? link.frames().refused(ref, problem)
                        : link.frames().error(problem));
        if (problem.type() == ProblemType.INVALID_REQUEST
                && ++mistakes > services.settings().maxMistakes()) {
            link.end(Closing.mistakes(services.settings().maxMistakes()));
        }
    }
}
