package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static io.caxton.state.tck.Clauses.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.StateKeys;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

interface KeyClauses extends Clauses {

    @ParameterizedTest
    @MethodSource("io.caxton.state.tck.OddKeys#all")
    default void anOddKeyIsKeptAsItIs(String key) {
        tool().store(key, json("[true]"));
        assertThat(stored(key)).isEqualTo("[true]");
        assertThat(tool().exists(key)).isTrue();
        assertThat(tool().find(key).orElseThrow().key()).isEqualTo(key);
        assertThat(tool().list("")).containsExactly(key);
        assertThat(tool().list(key)).containsExactly(key);
        assertThat(tool().findAll(List.of(key))).containsOnlyKeys(key);
        assertThat(tool().delete(key)).isTrue();
        assertThat(tool().list("")).isEmpty();
    }

    @Test
    default void anEmojiIsAKey() {
        tool().store(OddKeys.EMOJI, json("\"" + OddKeys.EMOJI + "\""));
        assertThat(stored(OddKeys.EMOJI)).isEqualTo("\"" + OddKeys.EMOJI + "\"");
    }

    @Test
    default void everyAsciiPunctuationMarkTogetherIsAKey() {
        tool().store(OddKeys.PUNCTUATION, json("1"));
        assertThat(tool().list(OddKeys.PUNCTUATION.substring(0, 20))).containsExactly(OddKeys.PUNCTUATION);
    }

    @Test
    default void everyAsciiCharacterAloneIsAKeyOfItsOwn() {
        List<String> keys = OddKeys.singleAsciiCharacters().toList();
        keys.forEach(key -> tool().store(key, number(key.charAt(0))));
        keys.forEach(key -> assertThat(stored(key)).isEqualTo(Integer.toString(key.charAt(0))));
        assertThat(tool().list("")).containsExactlyElementsOf(keys);
    }

    @Test
    default void keysThatLookAlikeStayApart() {
        List<String> keys = OddKeys.lookalikes();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(tool().store(keys.get(i), number(i)).created()).isTrue();
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(stored(keys.get(i))).isEqualTo(Integer.toString(i));
        }
        assertThat(tool().list("")).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    default void keysThatDifferInCaseAreDifferent() {
        tool().store("Agent", json("1"));
        assertThat(tool().exists("agent")).isFalse();
        assertThat(tool().delete("AGENT")).isFalse();
        assertThat(tool().list("a")).isEmpty();
    }

    @Test
    default void keysThatDifferInNormalisationAreDifferent() {
        tool().store("\u00e9", json("\"composed\""));
        tool().store("e\u0301", json("\"decomposed\""));
        assertThat(stored("\u00e9")).isEqualTo("\"composed\"");
        assertThat(stored("e\u0301")).isEqualTo("\"decomposed\"");
    }

    @Test
    default void keysThatDifferInATrailingSpaceAreDifferent() {
        tool().store("a ", json("1"));
        assertThat(tool().exists("a")).isFalse();
        assertThat(tool().exists("a  ")).isFalse();
    }

    @Test
    default void deletingOneLookalikeLeavesTheOthers() {
        List<String> left = new ArrayList<>(OddKeys.lookalikes());
        left.forEach(key -> tool().store(key, json("1")));
        tool().delete("key");
        left.remove("key");
        assertThat(tool().list("")).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    default void aKeyMayBeginAnotherKey() {
        List<String> nested = List.of("a", "a/", "a/b", "a/b/c");
        nested.forEach(key -> tool().store(key, json("1")));
        tool().delete("a/");
        assertThat(tool().list("a")).containsExactly("a", "a/b", "a/b/c");
    }

    @Test
    default void theEmptyKeyIsRefusedEverywhere() {
        refusedEverywhere("", Reason.INVALID_KEY);
    }

    @ParameterizedTest
    @MethodSource("io.caxton.state.tck.OddKeys#notUnicode")
    default void aLoneSurrogateIsRefusedEverywhere(String key) {
        refusedEverywhere(key, Reason.INVALID_KEY);
        refused(Reason.INVALID_KEY, () -> tool().list(key));
    }

    @Test
    default void aKeyOfExactlyTheLimitIsKept() {
        int limit = tool().limits().maxKeyBytes();
        String ascii = "k".repeat(limit);
        String wide = "\uD83D\uDE80".repeat(limit / 4) + "k".repeat(limit % 4);
        assertThat(StateKeys.utf8Length(wide)).isEqualTo(limit);
        tool().store(ascii, json("1"));
        tool().store(wide, json("2"));
        assertThat(stored(ascii)).isEqualTo("1");
        assertThat(stored(wide)).isEqualTo("2");
        assertThat(tool().list("")).containsExactly(ascii, wide);
        assertThat(pages(tool(), "", 1)).containsExactly(ascii, wide);
    }

    @Test
    default void aKeyOneByteOverTheLimitIsRefusedEverywhere() {
        int limit = tool().limits().maxKeyBytes();
        refusedEverywhere("k".repeat(limit + 1), Reason.KEY_TOO_LONG);
        refusedEverywhere("\u20ac".repeat(limit / 3) + "k".repeat(limit % 3 + 1), Reason.KEY_TOO_LONG);
    }

    private void refusedEverywhere(String key, Reason reason) {
        refused(reason, () -> tool().store(key, json("\"" + SECRET + "\"")));
        refused(reason, () -> tool().find(key));
        refused(reason, () -> tool().exists(key));
        refused(reason, () -> tool().delete(key));
        refused(reason, () -> tool().deleteIf(key, "v"));
        refused(reason, () -> tool().storeAll(List.of(StoreRequest.of(key, json("1")))));
        refused(reason, () -> tool().findAll(List.of(key)));
        assertThat(tool().list("")).isEmpty();
    }
}
