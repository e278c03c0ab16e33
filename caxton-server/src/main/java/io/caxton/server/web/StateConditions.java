package io.caxton.server.web;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.state.StateKeys;
import io.caxton.state.StoreRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Conditional requests (RFC 9110, section 13) as far as a state tool can keep them: one strong entity tag, or none. */
final class StateConditions {
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[!#-~\\x80-\\xFF]*\"");

    private StateConditions() {}

    static String entityTag(String version) {
        return '"' + version + '"';
    }

    /** The request with the condition that its headers set. */
    static StoreRequest apply(HttpServletRequest request, StoreRequest store) {
        Optional<String> match = ifMatch(request);
        Optional<String> noneMatch = header(request, HttpHeaders.IF_NONE_MATCH);
        if (noneMatch.filter(text -> !text.equals("*")).isPresent()) {
            throw new InvalidRequestException(HttpHeaders.IF_NONE_MATCH, "must be * here");
        }
        if (match.isPresent() && noneMatch.isPresent()) {
            throw new InvalidRequestException(HttpHeaders.IF_MATCH, "contradicts If-None-Match");
        }
        return match.map(store::ifVersion).orElseGet(() -> noneMatch.isPresent() ? store.ifAbsent() : store);
    }

    /** The version that must be there. A tag that no version can have fails at once. */
    static Optional<String> ifMatch(HttpServletRequest request) {
        Optional<String> header = header(request, HttpHeaders.IF_MATCH);
        header.filter(text -> !ENTITY_TAG.matcher(text).matches()).ifPresent(text -> {
            throw new InvalidRequestException(HttpHeaders.IF_MATCH, "must be one entity tag, with its quotes");
        });
        return header.map(tag -> {
            String version = tag.startsWith("W/") ? "" : tag.substring(1, tag.length() - 1);
            if (!StateKeys.isVersion(version)) {
                throw failed(Optional.empty());
            }
            return version;
        });
    }

    /** Whether the client has this version already. */
    static boolean isKnown(HttpServletRequest request, String version) {
        return header(request, HttpHeaders.IF_NONE_MATCH)
                .filter(tags -> tags.equals("*")
                        || List.of(tags.split("\\s*,\\s*", -1)).stream()
                                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                                .anyMatch(entityTag(version)::equals))
                .isPresent();
    }

    static ProblemException failed(Optional<String> currentVersion) {
        Problem problem = ProblemType.CONDITION_FAILED.because("nothing was changed");
        return currentVersion
                .map(version -> problem.with("etag", entityTag(version)))
                .orElse(problem)
                .asException();
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
