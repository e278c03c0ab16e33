package io.caxton.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final long MEGABYTE = 1L << 20;

    private record Item(long position, long bytes) {}

    /** A store that counts what is read of it. */
    private static final class Store implements Page.Source<Item> {
        private final List<Item> items;
        private final List<Long> reads = new ArrayList<>();

        Store(List<Item> items) {
            this.items = items;
        }

        static Store of(long count, long bytes) {
            return new Store(LongStream.rangeClosed(1, count)
                    .mapToObj(position -> new Item(position, bytes))
                    .toList());
        }

        @Override
        public List<Item> after(long after, int limit) {
            List<Item> found = items.stream()
                    .filter(item -> item.position() > after)
                    .limit(limit)
                    .toList();
            reads.add(found.stream().mapToLong(Item::bytes).sum());
            return found;
        }

        Page<Item> page(int limit, long maxBytes, long from) {
            return Page.collect(limit, maxBytes, from, this, Item::position, Item::bytes);
        }

        long readBytes() {
            return reads.stream().mapToLong(Long::longValue).sum();
        }
    }

    @Test
    void ofLargeThingsFewMoreAreReadThanThePageHolds() {
        Store store = Store.of(30, 10 * MEGABYTE);
        Page<Item> page = store.page(20, Page.MAX_BYTES, 0);
        assertThat(page.items()).hasSize(2);
        assertThat(page.last()).isEqualTo("2");
        assertThat(store.readBytes()).isLessThanOrEqualTo(50 * MEGABYTE);
        assertThat(store.reads).allMatch(bytes -> bytes <= 20 * MEGABYTE);
    }

    @Test
    void ofSmallThingsManyAreReadAtATime() {
        Store store = Store.of(1_001, 100);
        Page<Item> page = store.page(1_000, Page.MAX_BYTES, 0);
        assertThat(page.items()).hasSize(1_000);
        assertThat(page.last()).isEqualTo("1000");
        assertThat(store.reads).hasSizeLessThan(110);
    }

    @Test
    void pagesHoldEverythingOnceWhateverItWeighs() {
        List<Item> items = new ArrayList<>();
        for (long i = 0; i < 200; i++) {
            // Three share each position.
            items.add(new Item(1 + i / 3, i % 7 == 0 ? 3 * MEGABYTE : 10));
        }
        Store store = new Store(items);
        List<Item> read = new ArrayList<>();
        Page<Item> page = store.page(50, 4 * MEGABYTE, 0);
        read.addAll(page.items());
        for (String last = page.last(); last != null; last = page.last()) {
            page = store.page(50, 4 * MEGABYTE, Long.parseLong(last));
            assertThat(page.items()).isNotEmpty();
            read.addAll(page.items());
        }
        assertThat(read).isEqualTo(items);
    }

    @Test
    void aThingThatWeighsMoreThanAPageGoesAlone() {
        Page<Item> page = Store.of(3, 3 * MEGABYTE).page(50, MEGABYTE, 1);
        assertThat(page.items()).containsExactly(new Item(2, 3 * MEGABYTE));
        assertThat(page.last()).isEqualTo("2");
    }
}
