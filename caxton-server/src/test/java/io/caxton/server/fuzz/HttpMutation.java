package io.caxton.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Mutates a valid request somewhere: in its JSON, its bytes, its target, its headers or its framing.
 *
 * @param strict whether an unknown member at the root of the body is refused
 * @param maxBody what no body may exceed
 */
record HttpMutation(HttpText sample, boolean strict, int maxBody) {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    Mutant mutate(Dice dice) {
        int kind = dice.below(100);
        if (sample.body().length > 0 && kind < 55) {
            return kind < 35 ? json(dice) : bytes(dice);
        }
        if (kind < 75) {
            HttpText moved = sample.target(TargetMutation.mutate(sample.target(), dice));
            return Mutant.framed(moved, Verdict.POSSIBLY_VALID, "target");
        }
        return kind < 88 ? HeaderMutation.mutate(sample, dice) : FramingMutation.mutate(sample, dice);
    }

    private Mutant json(Dice dice) {
        if (dice.oneIn(Math.max(400, maxBody >> 12))) {
            byte[] padded = Arrays.copyOf(sample.body(), maxBody + dice.between(1, 100));
            Arrays.fill(padded, sample.body().length, padded.length, (byte) ' ');
            return Mutant.last(sample.body(padded).bytes(), sample.method(), Verdict.OVERSIZE, "json oversize");
        }
        JsonMutation.Result result = JsonMutation.mutate(new String(sample.body(), StandardCharsets.UTF_8), dice);
        HttpText changed = sample.body(result.text().getBytes(StandardCharsets.UTF_8));
        return judged(changed, strict && result.atRoot(), result.how());
    }

    private Mutant bytes(Dice dice) {
        return judged(sample.body(ByteMutation.mutate(sample.body(), dice)), false, "bytes");
    }

    private static Mutant judged(HttpText changed, boolean spoiled, String how) {
        boolean read = WITH_BODY.contains(changed.method().toUpperCase(Locale.ROOT)) && changed.body().length > 0;
        boolean malformed = read && (spoiled || !StrictJson.isValid(changed.body()));
        return Mutant.framed(changed, malformed ? Verdict.MALFORMED : Verdict.POSSIBLY_VALID, how);
    }
}
