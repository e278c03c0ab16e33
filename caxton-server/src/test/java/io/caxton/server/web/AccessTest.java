package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.AccessTable.Ask;
import io.caxton.server.web.AccessTable.Row;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, asked for by every kind of caller. */
class AccessTest extends SecuredApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    static Stream<Row> rows() {
        return AccessTable.ROWS.stream();
    }

    @Test
    void theTableHoldsEveryOperation() {
        Set<String> described = new TreeSet<>();
        get("/v3/api-docs")
                .expect(200)
                .body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> described.add(method + " " + path.getKey())));
        Set<String> listed = new TreeSet<>(rows().map(Row::operation).toList());
        assertThat(listed).isEqualTo(described).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nobodyComesInWithoutAKey(Row row) {
        AccessWorld world = AccessWorld.existing(this, row.isAboutDeadLetters());
        Answer none = ask(row, world, "").expectProblem(401, "unauthenticated");
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"caxton\"");
        Answer wrong = ask(row, world, "no-such-key").expectProblem(401, "unauthenticated");
        assertThat(wrong.response().body()).isEqualTo(none.response().body());
        assertThat(ask(row, world, "malformed,key")
                        .expectProblem(401, "unauthenticated")
                        .header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"caxton\"");
        assertThat(ask(row, AccessWorld.absent(), "no-such-key").text("/detail"))
                .isEqualTo(none.text("/detail"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachCallerIsAnsweredAsTheTableSays(Row row) {
        var expected = List.of(row.other(), row.viewer(), row.owner(), row.admin());
        var actual = Stream.of(OTHER, VIEWER, OWNER, ADMIN)
                .map(key -> status(ask(row, AccessWorld.existing(this, row.isAboutDeadLetters()), key)))
                .toList();
        assertThat(actual).as("other, viewer, owner, admin").isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anotherAgentCannotTellWhatThereIs(Row row) {
        if (!row.hidden()) {
            assertThat(row.operation())
                    .as("what is not hidden is a list everybody may see, or asks for the sender's or agent's own name")
                    .containsAnyOf("get /api/v1/agents", "get /api/v1/capabilities", "post /api/v1/");
            return;
        }
        AccessWorld existing = AccessWorld.existing(this, row.isAboutDeadLetters());
        AccessWorld absent = AccessWorld.absent();
        assertThat(whole(ask(row, existing, OTHER), existing)).isEqualTo(whole(ask(row, absent, OTHER), absent));
    }

    /** Status, headers and body, but for the ids asked for and the time. */
    private static String whole(Answer answer, AccessWorld world) {
        var headers = new TreeMap<>(answer.response().headers().map());
        headers.remove("date");
        headers.remove("content-length");
        return answer.status() + " " + headers + " "
                + world.blank(answer.response().body()).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID");
    }

    private static int status(Answer answer) {
        boolean batch = answer.body().path("results").isArray();
        return batch ? answer.body().at("/results/0/status").intValue() : answer.status();
    }

    private Answer ask(Row row, AccessWorld world, String key) {
        Ask ask = row.ask().apply(world);
        HttpRequest.Builder request = anonymous(ask.path())
                .method(
                        ask.method(),
                        ask.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(quoted(ask.body())));
        if (!ask.body().isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(key.isEmpty() ? request : as(key, request));
    }
}
