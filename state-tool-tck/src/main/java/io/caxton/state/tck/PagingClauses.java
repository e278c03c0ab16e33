package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.StateKeys;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

interface PagingClauses extends Clauses {

    @Test
    default void aThousandAndTwentyFiveKeysUnderOnePrefixAreAllListed() {
        List<String> keys = storeNumbered("many/", 1025);
        tool().store("many", json("1"));
        tool().store("many0", json("1"));
        assertThat(tool().list("many/")).containsExactlyElementsOf(keys);
        assertThat(pages(tool(), "many/", 100)).containsExactlyElementsOf(keys);
        assertThat(pages(tool(), "many/", tool().limits().maxPageKeys())).containsExactlyElementsOf(keys);
    }

    @Test
    default void pagesOfEverySizeTogetherHoldEachKeyOnceInOrder() {
        List<String> keys = storeNumbered("k", 12);
        for (int limit = 1; limit <= 13; limit++) {
            assertThat(pages(tool(), "k", limit)).containsExactlyElementsOf(keys);
        }
    }

    @Test
    default void aLimitOutOfBoundsIsRefused() {
        int max = tool().limits().maxPageKeys();
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE, max + 1, Integer.MAX_VALUE}) {
            refused(Reason.INVALID_REQUEST, () -> tool().list(ListRequest.of("").withLimit(limit)));
        }
        assertThat(tool().list(ListRequest.of("").withLimit(max)).keys()).isEmpty();
    }

    @Test
    default void theLastPageHasNoCursor() {
        storeNumbered("k", 4);
        KeyPage first = tool().list(ListRequest.of("k").withLimit(2));
        assertThat(first.nextCursor()).isPresent();
        assertThat(pages(tool(), "k", 4)).hasSize(4);
        assertThat(pages(tool(), "k", 5)).hasSize(4);
    }

    @Test
    default void aCursorCanBeUsedTwice() {
        storeNumbered("k", 6);
        String cursor = cursorOf("k", 2);
        ListRequest second = ListRequest.of("k").withLimit(2).withCursor(cursor);
        assertThat(tool().list(second)).isEqualTo(tool().list(second));
        assertThat(tool().list(second.withLimit(3)).keys()).containsExactly("k0002", "k0003", "k0004");
    }

    @Test
    default void aCursorIsSafeInAUrl() {
        tool().store("\u0000?&/+%\uD83D\uDE80a", json("1"));
        tool().store("\u0000?&/+%\uD83D\uDE80b", json("1"));
        assertThat(cursorOf("", 1)).matches("[A-Za-z0-9_~.-]+");
    }

    @Test
    default void aCursorIsBoundToItsPrefix() {
        storeNumbered("k", 6);
        String cursor = cursorOf("k", 2);
        for (String other : List.of("", "k0", "k00", "k0001", "l", "K")) {
            refused(
                    Reason.INVALID_CURSOR,
                    () -> tool().list(ListRequest.of(other).withCursor(cursor)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "0",
                "-1",
                "null",
                "k0001",
                "AAAA",
                "\uD83D\uDE80",
                "../..",
                "%00",
                "a\u0000b",
                "====",
                "\uD83D"
            })
    default void aTextThatIsNoCursorIsRefused(String cursor) {
        storeNumbered("k", 6);
        refused(Reason.INVALID_CURSOR, () -> tool().list(ListRequest.of("k").withCursor(cursor)));
    }

    @Test
    default void aCursorThatWasForgedOrBentIsRefused() {
        storeNumbered("k", 6);
        String cursor = cursorOf("k", 2);
        String forged = Base64.getUrlEncoder().encodeToString("k0003".getBytes(StandardCharsets.UTF_8));
        List<String> bad = new ArrayList<>(List.of(forged, cursor + "A", cursor + cursor, "A".repeat(100_000)));
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            bad.add(cursor.substring(0, i) + other + cursor.substring(i + 1));
            bad.add(cursor.substring(0, i));
        }
        for (String text : bad) {
            refused(Reason.INVALID_CURSOR, () -> tool().list(ListRequest.of("k").withCursor(text)));
        }
    }

    @Test
    default void aCursorHoldsWhenItsLastKeyIsDeleted() {
        storeNumbered("k", 6);
        KeyPage first = tool().list(ListRequest.of("k").withLimit(3));
        first.keys().forEach(tool()::delete);
        String cursor = first.nextCursor().orElseThrow();
        assertThat(tool().list(ListRequest.of("k").withCursor(cursor)).keys())
                .containsExactly("k0003", "k0004", "k0005");
    }

    @Test
    default void aCursorHoldsAfterTheToolIsOpenedAgain() {
        storeNumbered("k", 6);
        ListRequest rest = ListRequest.of("k").withCursor(cursorOf("k", 3));
        tool().close();
        List<String> found = open(fixture().limits()).list(rest).keys();
        List<String> expected = outlivesTheTool() ? List.of("k0003", "k0004", "k0005") : List.of();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    default void pagingWhileKeysComeAndGoLosesNoneThatStays() {
        List<String> staying = storeNumbered("k", 60);
        List<String> seen = new ArrayList<>();
        ListRequest request = ListRequest.of("k").withLimit(7);
        for (int page = 0; ; page++) {
            KeyPage found = tool().list(request);
            seen.addAll(found.keys());
            if (found.nextCursor().isEmpty()) {
                break;
            }
            request = request.withCursor(found.nextCursor().get());
            String last = found.keys().get(found.keys().size() - 1);
            tool().store(last + "-after", json("1"));
            tool().store("k-before" + page, json("1"));
            tool().store("kz" + page, json("1"));
            tool().delete("k-before" + (page - 1));
            tool().delete("kz" + (page - 2));
        }
        assertThat(seen).containsAll(staying).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo(StateKeys.UTF8_ORDER);
    }

    private String cursorOf(String prefix, int limit) {
        return tool().list(ListRequest.of(prefix).withLimit(limit)).nextCursor().orElseThrow();
    }

    private List<String> storeNumbered(String prefix, int count) {
        List<String> keys = IntStream.range(0, count)
                .mapToObj(i -> prefix + String.format("%04d", i))
                .toList();
        int step = Math.min(50, tool().limits().maxBatchItems());
        for (int from = 0; from < count; from += step) {
            tool().storeAll(keys.subList(from, Math.min(count, from + step)).stream()
                    .map(key -> StoreRequest.of(key, json("1")))
                    .toList());
        }
        return keys;
    }
}
