package io.caxton.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every local state promises of the copies that it keeps for other nodes. */
public abstract class CopyStoreContract extends ForwardStoreContract {
    private static final byte[] JSON = "{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.UTF_8);

    private static HeldCopy held(String owner, String store, String messageId, long position, long seconds) {
        return new HeldCopy(
                owner,
                store,
                new Copy(
                        messageId,
                        List.of(BOB, CAROL),
                        position,
                        NOW.plusSeconds(seconds),
                        "f",
                        Optional.of("k"),
                        JSON),
                false);
    }

    private void keep(HeldCopy... copies) {
        change(tx -> List.of(copies).forEach(tx.copies()::save));
    }

    private List<String> waiting(String owner, String store, long after, int limit) {
        return durable().copies().waiting(owner, store, after, limit).stream()
                .map(each -> each.copy().messageId())
                .toList();
    }

    @Test
    void keepsACopyAsItIs() {
        HeldCopy copy = held("n2", "s", "m1", 7, 60);
        keep(copy);
        HeldCopy found = durable().copies().find("n2", "m1").orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(copy);
        assertThat(durable().copies().find("n3", "m1")).isEmpty();
        assertThat(durable().deliveries().counts().values()).allMatch(count -> count == 0);
        assertThat(durable().messages().find("m1")).isEmpty();
    }

    @Test
    void hasAnIdThatStays() {
        String id = durable().copies().storeId();
        assertThat(id).isNotBlank();
        assertThat(work().copies().storeId()).isEqualTo(id);
    }

    @Test
    void countsWhatItKeeps() {
        assertThat(durable().copies().usage()).isEqualTo(CopyUsage.NONE);
        keep(held("n2", "s", "m1", 1, 60), held("n2", "s", "m2", 2, 60), held("n3", "s", "m1", 1, 60));
        keep(held("n2", "s", "m1", 1, 90));
        assertThat(durable().copies().owners()).containsExactly("n2", "n3");
        assertThat(durable().copies().usage("n2")).isEqualTo(new CopyUsage(2, 2L * JSON.length));
        assertThat(durable().copies().usage()).isEqualTo(new CopyUsage(3, 3L * JSON.length));
        change(tx -> {
            tx.copies().markAdopted("n2", "m1");
            tx.copies().remove("n3", "s", "m1");
        });
        assertThat(durable().copies().usage("n2")).isEqualTo(new CopyUsage(2, JSON.length));
        assertThat(durable().copies().usage("n3")).isEqualTo(CopyUsage.NONE);
        assertThat(durable().copies().owners()).containsExactly("n2");
    }

    @Test
    void listsWhatIsNotAdoptedInTheOrderOfItsOwnerForEachStore() {
        keep(
                held("n2", "s", "m1", 3, 60),
                held("n2", "s", "m2", 1, 60),
                held("n2", "s", "m3", 2, 60),
                held("n2", "t", "m4", 1, 60),
                held("n3", "s", "m5", 1, 60));
        assertThat(waiting("n2", "s", 0, 9)).containsExactly("m2", "m3", "m1");
        assertThat(waiting("n2", "s", 1, 1)).containsExactly("m3");
        assertThat(durable().copies().stores("n2")).containsExactly("s", "t");
        change(tx -> tx.copies().markAdopted("n2", "m4"));
        assertThat(durable().copies().stores("n2")).containsExactly("s");
        assertThat(durable().copies().stores("n9")).isEmpty();
    }

    @Test
    void whatIsAdoptedIsKnownByItsNamesOnly() {
        keep(held("n2", "s", "m1", 1, 60), held("n2", "s", "m2", 2, 60));
        change(tx -> tx.copies().markAdopted("n2", "m1"));
        HeldCopy adopted = durable().copies().find("n2", "m1").orElseThrow();
        assertThat(adopted.adopted()).isTrue();
        assertThat(adopted.copy().json()).isEmpty();
        assertThat(adopted.copy().idempotencyKey()).isEmpty();
        assertThat(waiting("n2", "s", 0, 9)).containsExactly("m2");
        assertThat(durable().copies().page("n2", "s", "", 9))
                .containsExactly(
                        new Claimed("m1", List.of(BOB, CAROL), true), new Claimed("m2", List.of(BOB, CAROL), false));
        assertThat(durable().copies().page("n2", "s", "m1", 9)).hasSize(1);
        assertThat(durable().copies().page("n2", "t", "", 9)).isEmpty();
        assertThat(work().copies().forgetOtherStores("n2", "s", 9)).isZero();
        assertThat(work().copies().forgetOtherStores("n2", "t", 9)).isEqualTo(1);
        assertThat(durable().copies().find("n2", "m2")).as("not adopted yet").isPresent();
    }

    @Test
    void removesOfTheStoreMeantOnlyAndWhatIsTooOld() {
        keep(held("n2", "s", "m1", 1, 60), held("n2", "s", "m2", 2, 120));
        change(tx -> tx.copies().remove("n2", "other", "m1"));
        assertThat(durable().copies().find("n2", "m1")).isPresent();
        assertThat(work().copies().prune(NOW.plusSeconds(60), 9)).isZero();
        assertThat(work().copies().prune(NOW.plusSeconds(61), 9)).isEqualTo(1);
        assertThat(waiting("n2", "s", 0, 9)).containsExactly("m2");
    }

    @Test
    void whatIsRolledBackIsNotKept() {
        assertThatThrownBy(() -> change(tx -> {
                    tx.copies().save(held("n2", "s", "m1", 1, 60));
                    throw new IllegalStateException("no");
                }))
                .hasMessageContaining("no");
        assertThat(durable().copies().usage()).isEqualTo(CopyUsage.NONE);
        assertThat(durable().copies().owners()).isEmpty();
    }
}
