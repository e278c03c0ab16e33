package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

interface ListingClauses extends Clauses {

    @Test
    default void anEmptyStoreListsNothingAndHasNoNextPage() {
        assertThat(tool().list("")).isEmpty();
        assertThat(tool().list(ListRequest.of(""))).isEqualTo(new KeyPage(List.of(), Optional.empty()));
    }

    @Test
    default void theEmptyPrefixListsEveryKey() {
        storeAllKeys("b", "a", "c/d");
        assertThat(tool().list("")).containsExactly("a", "b", "c/d");
    }

    @Test
    default void aPrefixListsTheKeysThatStartWithItAndItself() {
        storeAllKeys("a", "ab", "ab/", "ab/c", "abc", "b", "cab");
        assertThat(tool().list("ab")).containsExactly("ab", "ab/", "ab/c", "abc");
        assertThat(tool().list("zz")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "_", "*", "?", "[", "]", "\\", ".", "^", "$", "(", "+", "'", "\"", "[a-z]", "%%", "\\%", "#"
            })
    default void aWildcardInAPrefixMeansItself(String wildcard) {
        storeAllKeys("a", "aa", "a" + wildcard, "a" + wildcard + "z", "abz", wildcard, "azz");
        assertThat(tool().list("a" + wildcard)).containsExactly("a" + wildcard, "a" + wildcard + "z");
        assertThat(tool().list(wildcard)).containsExactly(wildcard);
    }

    @Test
    default void aPrefixMatchesCaseAndNormalisationExactly() {
        storeAllKeys("Key", "key", "\u00e9a", "e\u0301a");
        assertThat(tool().list("k")).containsExactly("key");
        assertThat(tool().list("\u00e9")).containsExactly("\u00e9a");
        assertThat(tool().list("e")).containsExactly("e\u0301a");
    }

    @Test
    default void keysComeInTheOrderOfTheirUtf8Bytes() {
        String rocket = "\uD83D\uDE80";
        List<String> ordered = List.of(
                "\u0000",
                " ",
                "A",
                "Z",
                "a",
                "a\u0000",
                "a ",
                "aa",
                "b",
                "\u007f",
                "\u0080",
                "\u00e9",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uffff",
                rocket,
                rocket + "a",
                new String(Character.toChars(0x10FFFF)));
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(key -> tool().store(key, json("1")));
        assertThat(tool().list("")).containsExactlyElementsOf(ordered);
        assertThat(pages(tool(), "", 3)).containsExactlyElementsOf(ordered);
    }

    @Test
    default void aPrefixAtTheEndOfUnicodeHasAnEndToo() {
        String last = new String(Character.toChars(0x10FFFF));
        storeAllKeys(last, last + last, last + "a", "\uffff", "\uffffa", "\u007f", "\u007fa", "\u0080");
        assertThat(tool().list(last)).containsExactly(last, last + "a", last + last);
        assertThat(tool().list("\uffff")).containsExactly("\uffff", "\uffffa");
        assertThat(tool().list("\u007f")).containsExactly("\u007f", "\u007fa");
    }

    @Test
    default void aKeyStoredTwiceIsListedOnceAndADeletedOneNot() {
        storeAllKeys("a", "b", "a");
        tool().delete("b");
        assertThat(tool().list("")).containsExactly("a");
    }

    @Test
    default void aPrefixOverTheKeyLimitIsRefused() {
        String tooLong = "k".repeat(tool().limits().maxKeyBytes() + 1);
        refused(Reason.KEY_TOO_LONG, () -> tool().list(tooLong));
    }

    @Test
    default void theWholeListIsBoundedAndSaysSo() {
        McpStateTool bounded = open(fixture().limits().withMaxListedKeys(5).withMaxPageKeys(2));
        for (int i = 0; i < 5; i++) {
            bounded.store("k" + i, json("1"));
        }
        assertThat(bounded.list("k")).hasSize(5);
        bounded.store("k5", json("1"));
        refused(Reason.TOO_MANY_KEYS, () -> bounded.list("k"));
        assertThat(pages(bounded, "k", 2)).hasSize(6);
    }

    private void storeAllKeys(String... keys) {
        Arrays.stream(keys).forEach(key -> tool().store(key, json("1")));
    }
}
