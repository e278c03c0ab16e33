package io.caxton.server.link;

import io.caxton.server.link.ClientFrames.Read;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Puts frames together from their parts, reads them, and counts what is wrong. On the thread of the connection alone. */
final class LinkReader {
    private final Link link;
    private final LinkRequests requests;
    private final LinkServices services;
    private final ClientFrames frames;
    private final StringBuilder parts = new StringBuilder();
    private int mistakes;

    LinkReader(Link link, LinkRequests requests, LinkServices services) {
        this.link = link;
        this.requests = requests;
        this.services = services;
        this.frames = new ClientFrames(services.limits(), services.settings().maxCredit());
    }

    void hear(String part, boolean last) {
        if (parts.length() + (long) part.length() > services.maxFrame()) {
            parts.setLength(0);
            parts.trimToSize();
            link.end(Closing.tooBig(services.maxFrame()));
        } else if (last && parts.isEmpty()) {
            read(part);
        } else {
            parts.append(part);
            if (last) {
                String whole = parts.toString();
                parts.setLength(0);
                parts.trimToSize();
                read(whole);
            }
        }
    }

    private void read(String text) {
        JsonNode json;
        try {
            json = services.json().readTree(text);
        } catch (JacksonException | NumberFormatException malformed) {
            link.end(Closing.notJson("a frame is not JSON as this link reads it"));
            return;
        }
        Optional<String> ref = ClientFrames.refOf(json);
        try {
            requests.admit();
            Read read = frames.read(json);
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
