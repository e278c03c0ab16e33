package io.caxton.core.request;

import static io.caxton.core.request.RequestAssertions.errorsOf;
import static io.caxton.core.request.RequestAssertions.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.caxton.core.message.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void readsEveryKindOfField() {
        RequestReader reader =
                RequestReader.of(json("{'line':'a b','prose':'a\\nb','priority':'HIGH','n':7,'share':0.25,"
                        + "'flag':true,'wait':'PT5S','at':'2026-01-01T01:00:00+01:00','texts':{'k':'v'},'list':['x'],"
                        + "'part':{'inner':'y'},'any':null}"));

        assertThat(reader.line("line", 10)).contains("a b");
        assertThat(reader.prose("prose", 10)).contains("a\nb");
        assertThat(reader.constant("priority", Priority.class)).contains(Priority.HIGH);
        assertThat(reader.integer("n", 1, 9)).contains(7);
        assertThat(reader.share("share")).hasValue(0.25);
        assertThat(reader.flag("flag")).contains(true);
        assertThat(reader.duration("wait", Duration.ZERO, HOUR)).contains(Duration.ofSeconds(5));
        assertThat(reader.instant("at")).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(reader.texts("texts", 5, 5, 5)).contains(Map.of("k", "v"));
        assertThat(reader.list("list", 5, (path, item) -> path + "=" + item.stringValue()))
                .hasValueSatisfying(list -> assertThat(list).containsExactly("list[0]=x"));
        assertThat(reader.part("part").flatMap(p -> p.line("inner", 5))).contains("y");
        assertThat(reader.json("any"))
                .hasValueSatisfying(any -> assertThat(any.isNull()).isTrue());
        assertThat(reader.line("absent", 5)).isEmpty();
        reader.finish();
    }

    @Test
    void collectsEveryErrorUnderItsPath() {
        RequestReader reader = RequestReader.at(
                "messages[3]",
                json("{'line':7,'n':1e99999999,'flag':'yes','wait':'5s','at':'yesterday','texts':{'k':1,' ':'v'},"
                        + "'list':['x','y'],'part':{'innre':'y'},'prioriti':'low','nothing':null}"));
        reader.line("line", 10);
        reader.integer("n", 1, 9);
        reader.flag("flag");
        reader.duration("wait", Duration.ZERO, HOUR);
        reader.instant("at");
        reader.texts("texts", 5, 5, 5);
        reader.list("list", 1, (path, item) -> item);
        reader.part("part").ifPresent(p -> p.line("inner", 5));
        reader.constant("priority", Priority.class);
        reader.line("nothing", 5);
        reader.require("missing", Optional.empty());

        assertThat(errorsOf(reader::finish))
                .containsOnly(
                        entry("messages[3].line", "must be a JSON string"),
                        entry("messages[3].n", "must be a whole number from 1 to 9"),
                        entry("messages[3].flag", "must be true or false"),
                        entry("messages[3].wait", "must be an ISO 8601 duration such as PT30S"),
                        entry("messages[3].at", "must be an RFC 3339 time such as 2026-01-01T00:00:00Z"),
                        entry("messages[3].texts.k", "must be a JSON string"),
                        entry("messages[3].texts. ", "must not begin or end with space"),
                        entry("messages[3].list", "must be an array of at most 1"),
                        entry("messages[3].part.innre", "is not a known field; did you mean 'inner'?"),
                        entry("messages[3].prioriti", "is not a known field; did you mean 'priority'?"),
                        entry("messages[3].nothing", "must not be null; leave it out instead"),
                        entry("messages[3].missing", "is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\\u0000b", "a\\u0007", "a\\nb", "\\ud800", "\\udc00\\ud800", "toolong"})
    void refusesWhatIsNotALine(String text) {
        RequestReader reader = RequestReader.of(json("{'f':'" + text + "'}"));
        assertThat(reader.line("f", 6)).isEmpty();
        assertThat(errorsOf(reader::finish)).containsOnlyKeys("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'\\ud800'", "{'\\ud800':1}", "[[{'a':'\\udfff'}]]"})
    void refusesJsonThatCannotBeSentOn(String json) {
        RequestReader reader = RequestReader.of(json("{'f':" + json + "}"));
        assertThat(reader.json("f")).isEmpty();
        assertThat(errorsOf(reader::finish)).containsOnlyKeys("f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-01-01",
                "2026-01-01T24:00:00Z",
                "+12026-01-01T00:00:00Z"
            })
    void refusesWhatIsNoTime(String text) {
        RequestReader reader = RequestReader.of(json("{'f':'" + text + "'}"));
        assertThat(reader.instant("f")).isEmpty();
        assertThat(errorsOf(reader::finish)).containsOnlyKeys("f");
    }

    @Test
    void namesNoMoreThanAHundredErrorsAndNoLongNames() {
        StringBuilder many = new StringBuilder("{'" + "x".repeat(1_000) + "':1");
        for (int i = 0; i < 500; i++) {
            many.append(",'u").append(i).append("':1");
        }
        RequestReader reader = RequestReader.of(json(many + "}"));
        Map<String, String> errors = errorsOf(reader::finish);
        assertThat(errors).hasSize(100);
        assertThat(errors.keySet()).allMatch(name -> name.length() <= 81);
    }

    @Test
    void refusesWhatIsNotAnObject() {
        assertThat(errorsOf(RequestReader::of, "[]")).containsOnlyKeys("body");
    }
}
