package io.caxton.swim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Forgets members that failed or left long ago: news of them that is still on its way is as old by then. */
final class Forgetting implements Timed {
    /** It is looked so often within the time after which they are forgotten. */
    private static final int LOOKS = 20;

    private final SwimSettings settings;
    private final Members members;
    private final Outbox outbox;
    private final Rhythm rhythm;

    Forgetting(SwimSettings settings, Members members, Outbox outbox, RandomGenerator random) {
        this.settings = settings;
        this.members = members;
        this.outbox = outbox;
        this.rhythm = new Rhythm(random);
    }

    void begin(Instant now) {
        rhythm.begin(now, pause());
    }

    private Duration pause() {
        return settings.forgetAfter().dividedBy(LOOKS);
    }

    @Override
    public Instant due() {
        return members.size() == members.present() ? NEVER : rhythm.due();
    }

    @Override
    public void run(Instant now) {
        rhythm.next(now, pause());
        List<Entry> old = new ArrayList<>();
        members.each(entry -> {
            boolean gone = !entry.isPresent() && !members.isSelf(entry.name());
            if (gone && !entry.member.since().plus(settings.forgetAfter()).isAfter(now)) {
                old.add(entry);
            }
        });
        old.forEach(this::forget);
    }

    /** Forgets one that failed or left before its time. */
    void forget(String name) {
        members.find(name)
                .filter(entry -> !entry.isPresent() && !members.isSelf(name))
                .ifPresent(this::forget);
    }

    private void forget(Entry entry) {
        members.remove(entry);
        outbox.tell(new MembershipEvent.Forgotten(entry.member));
    }
}
