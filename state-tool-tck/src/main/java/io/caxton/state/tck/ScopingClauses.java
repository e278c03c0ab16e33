package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

interface ScopingClauses extends Clauses {

    @Test
    default void oneKeyInTwoNamespacesIsTwoKeys() {
        McpStateTool alice = tool().scopedTo("alice");
        McpStateTool bob = tool().scopedTo("bob");
        alice.store("k", json("1"));
        assertThat(bob.exists("k")).isFalse();
        bob.store("k", json("2"));
        assertThat(stored(alice, "k")).isEqualTo("1");
        assertThat(bob.delete("k")).isTrue();
        assertThat(alice.exists("k")).isTrue();
        assertThat(alice.find("k").orElseThrow().key()).isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../bob/secret",
                "../../ns/bob/secret",
                "..\\bob\\secret",
                "/ns/bob/secret",
                "ns/bob/secret",
                "/../bob/secret",
                "./../bob/secret",
                "%2e%2e%2fbob%2fsecret",
                "..%2fbob/secret",
                "%252e%252e/bob/secret",
                "\uff0e\uff0e\uff0fbob\uff0fsecret",
                "\u2025/bob/secret",
                "..\u2215bob\u2215secret",
                "\u0000/../bob/secret",
                "secret\u0000",
                "*",
                "%",
                "\u0008\u0008\u0008\u0008\u0008\u0008bob/secret"
            })
    default void noSpellingOfAKeyReachesAnotherNamespace(String key) {
        McpStateTool bob = tool().scopedTo("bob");
        bob.store("secret", json("\"" + SECRET + "\""));
        McpStateTool alice = tool().scopedTo("alice");
        assertThat(alice.find(key)).isEmpty();
        assertThat(alice.exists(key)).isFalse();
        assertThat(alice.delete(key)).isFalse();
        assertThat(alice.findAll(List.of(key))).isEmpty();
        assertThat(alice.list(key)).isEmpty();
        alice.store(key, json("\"own\""));
        assertThat(stored(bob, "secret")).isEqualTo("\"" + SECRET + "\"");
        assertThat(bob.list("")).containsExactly("secret");
        assertThat(alice.list("")).containsExactly(key);
    }

    @Test
    default void theEmptyPrefixListsTheOwnNamespaceAlone() {
        tool().store("root", json("1"));
        tool().scopedTo("alice").store("a", json("1"));
        tool().scopedTo("bob").store("b", json("1"));
        assertThat(tool().scopedTo("alice").list("")).containsExactly("a");
        assertThat(pages(tool().scopedTo("bob"), "", 1)).containsExactly("b");
        assertThat(tool().scopedTo("carol").list("")).isEmpty();
    }

    @Test
    default void aNamespaceThatBeginsAnotherStaysApart() {
        List<String> names = List.of("a", "a.", "a-", "a_", "ab", "a.b", "abc");
        names.forEach(name -> tool().scopedTo(name).store("k", Clauses.number(names.indexOf(name))));
        for (String name : names) {
            assertThat(tool().scopedTo(name).list("")).containsExactly("k");
            assertThat(stored(tool().scopedTo(name), "k")).isEqualTo(Integer.toString(names.indexOf(name)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "-a", "A", "a/b", "a b", "a\u0000", "\u00e9", "a\n", "%61", "\uff41"})
    default void aNamespaceThatIsNoAgentNameIsRefused(String namespace) {
        refused(Reason.INVALID_REQUEST, () -> tool().scopedTo(namespace));
        refused(Reason.INVALID_REQUEST, () -> tool().scopedTo("a".repeat(65)));
    }

    @Test
    default void aBatchStaysInItsNamespace() {
        McpStateTool alice = tool().scopedTo("alice");
        alice.storeAll(List.of(StoreRequest.of("a", json("1")), StoreRequest.of("../bob/b", json("2"))));
        assertThat(tool().scopedTo("bob").list("")).isEmpty();
        assertThat(alice.findAll(List.of("../bob/b", "a")).keySet()).containsExactly("../bob/b", "a");
        alice.findAll(List.of("a"))
                .forEach((key, entry) -> assertThat(entry.key()).isEqualTo("a"));
    }

    @Test
    default void aCursorOfAnotherNamespaceIsRefused() {
        McpStateTool alice = fill(tool().scopedTo("alice"));
        McpStateTool bob = fill(tool().scopedTo("bob"));
        String bobs = bob.list(ListRequest.of("").withLimit(2)).nextCursor().orElseThrow();
        String roots = tool().list(ListRequest.of("").withLimit(2)).nextCursor().orElseThrow();
        String wide =
                tool().list(ListRequest.of("ns/").withLimit(2)).nextCursor().orElseThrow();
        for (String cursor : List.of(bobs, roots, wide)) {
            refused(Reason.INVALID_CURSOR, () -> alice.list(ListRequest.of("").withCursor(cursor)));
        }
    }

    @Test
    default void aForgedCursorShowsNothingOfAnotherNamespace() {
        McpStateTool alice = fill(tool().scopedTo("alice"));
        fill(tool().scopedTo("bob"));
        String cursor = alice.list(ListRequest.of("").withLimit(2)).nextCursor().orElseThrow();
        for (int i = 0; i < cursor.length(); i++) {
            for (char c : new char[] {'A', 'b', '_', '9'}) {
                String forged = cursor.substring(0, i) + c + cursor.substring(i + 1);
                try {
                    KeyPage page = alice.list(ListRequest.of("").withCursor(forged));
                    assertThat(page.keys()).isSubsetOf("k0", "k1", "k2", "k3");
                } catch (StateToolException refusal) {
                    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_CURSOR);
                }
            }
        }
    }

    @Test
    default void conditionsHoldWithinANamespace() {
        if (lacksCompareAndSet()) {
            return;
        }
        McpStateTool alice = tool().scopedTo("alice");
        String version = alice.store("k", json("1")).version();
        String other = tool().scopedTo("bob").store("k", json("1")).version();
        failedWith(alice.store(StoreRequest.of("k", json("2")).ifVersion(other)), version);
        alice.store(StoreRequest.of("k", json("3")).ifVersion(version));
        assertThat(stored(alice, "k")).isEqualTo("3");
    }

    @Test
    default void theNamespaceTakesItsRoomFromTheKey() {
        McpStateTool alice = tool().scopedTo("alice");
        int room = alice.limits().maxKeyBytes();
        assertThat(room).isLessThan(tool().limits().maxKeyBytes());
        alice.store("k".repeat(room), json("1"));
        assertThat(alice.list("")).containsExactly("k".repeat(room));
        refused(Reason.KEY_TOO_LONG, () -> alice.store("k".repeat(room + 1), json("1")));
        refused(Reason.INVALID_KEY, () -> alice.store("", json("1")));
        refused(Reason.INVALID_KEY, () -> alice.delete(""));
    }

    @Test
    default void aFailureShowsTheKeyAsTheAgentWroteIt() {
        McpStateTool alice = tool().scopedTo("alice");
        var value = ValueClauses.NODES.stringNode("v".repeat(alice.limits().maxValueBytes()));
        StateToolException refusal = refused(Reason.VALUE_TOO_LARGE, () -> alice.store("k", value));
        assertThat(refusal.key()).contains("k");
    }

    @Test
    default void closingAViewLeavesTheToolOpen() {
        McpStateTool alice = tool().scopedTo("alice");
        alice.store("k", json("1"));
        alice.close();
        refused(Reason.CLOSED, () -> alice.find("k"));
        refused(Reason.CLOSED, () -> alice.list(ListRequest.of("")));
        assertThat(stored(tool().scopedTo("alice"), "k")).isEqualTo("1");
    }

    @Test
    default void viewsNestInsideEachOther() {
        McpStateTool inner = tool().scopedTo("team").scopedTo("alice");
        inner.store("k", json("1"));
        tool().scopedTo("alice").store("k", json("2"));
        assertThat(stored(inner, "k")).isEqualTo("1");
        assertThat(inner.list("")).containsExactly("k");
        assertThat(tool().scopedTo("team").exists("k")).isFalse();
    }

    private static McpStateTool fill(McpStateTool view) {
        for (int i = 0; i < 4; i++) {
            view.store("k" + i, json("1"));
        }
        return view;
    }
}
