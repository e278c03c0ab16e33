package io.caxton.server.fuzz;

import io.caxton.server.fuzz.Door.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges answers: only successes where there may be one, only 4xx problem details otherwise, no look behind the scenes. */
final class Oracle {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> INTERNALS = List.of(
            "Exception",
            "\tat ",
            "java.lang",
            "java.util",
            "java.io",
            "org.springframework",
            "org.apache",
            "tools.jackson",
            "io.caxton",
            "Tomcat",
            "SQLITE",
            "<html");

    private Oracle() {}

    static Outcome judge(Mutant mutant, HttpAnswer answer, Function<HttpAnswer, String> refusalComplaint) {
        return new Outcome(Integer.toString(answer.status()), complaint(mutant, answer, refusalComplaint));
    }

    private static String complaint(Mutant mutant, HttpAnswer answer, Function<HttpAnswer, String> refusalComplaint) {
        boolean timedOut = answer.status() == 504 && waits(mutant);
        if (!mutant.verdict().mayStatus(answer.status()) && !timedOut) {
            return "status " + answer.status() + " for " + mutant.verdict() + ": " + answer.text();
        }
        if (answer.header("X-Injected").isPresent()) {
            return "a header was injected";
        }
        String text = answer.text();
        if (answer.status() < 400 || mutant.method().equals("HEAD")) {
            return "";
        }
        String told = internalsComplaint(text);
        return told.isEmpty() ? refusalComplaint.apply(answer) : told;
    }

    /** What a text tells of the inside of the node. */
    static String internalsComplaint(String text) {
        return INTERNALS.stream()
                .filter(text::contains)
                .findFirst()
                .map(word -> "the answer tells of '" + word + "': " + text)
                .orElse("");
    }

    private static boolean waits(Mutant mutant) {
        return new String(mutant.bytes(), 0, Math.min(mutant.bytes().length, 4_096), StandardCharsets.ISO_8859_1)
                .contains("wait=");
    }

    /** What keeps the body from being problem details (RFC 9457) of the same status. */
    static String problemComplaint(HttpAnswer answer) {
        String type = answer.header("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            return answer.status() + " with content type '" + type + "': " + answer.text();
        }
        try {
            JsonNode problem = MAPPER.readTree(answer.body());
            return isProblem(problem, answer.status()) ? "" : "incomplete problem: " + answer.text();
        } catch (JacksonException notJson) {
            return "a problem that is not JSON: " + answer.text();
        }
    }

    /** Whether these are complete problem details of this status. */
    static boolean isProblem(JsonNode problem, int status) {
        return problem.path("status").asInt(0) == status
                && problem.path("type").asString("").startsWith("urn:caxton:problem:")
                && !problem.path("title").asString("").isBlank()
                && !problem.path("detail").asString("").isBlank()
                && problem.path("instance").isString()
                && problem.path("errors").isArray();
    }
}
