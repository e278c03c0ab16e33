package io.caxton.benchmarks.micro;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single steps of membership: a packet encoded and decoded, one tick of the protocol among 1,000 members. */
public final class SwimMicroBenchmark implements Benchmark {
    private static final int WARM_UPS = 3;

    @Override
    public String name() {
        return "swim-micro";
    }

    @Override
    public String description() {
        return "membership, step by step: encode and decode, plain and encrypted, one tick at 1,000 members (JMH)";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("forks", "how many JVMs measure each step (default 3)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        String wire = WireSteps.class.getName();
        String swim = SwimSteps.class.getName();
        steps.put("encode a probe with five messages on it", wire + ".encodePlain");
        steps.put("encode and encrypt it (AES-256-GCM)", wire + ".encodeEncrypted");
        steps.put("decode it", wire + ".decodePlain");
        steps.put("decrypt and decode it", wire + ".decodeEncrypted");
        steps.put("tick at 1,000 members, nothing to spread", swim + ".tick");
        steps.put("tick at 1,000 members, twenty news", swim + ".tickWithNews");
        return steps;
    }

    @Override
    public void run(Run run) throws RunnerException {
        Table table = new Table("step", "µs", "error (99.9 %)", "bytes allocated");
        for (Map.Entry<String, String> step : steps().entrySet()) {
            RunResult result = measure(run, step.getValue());
            Result<?> time = result.getPrimaryResult();
            table.row(
                    step.getKey(),
                    decimal(time.getScore()),
                    "± " + decimal(time.getScoreError()),
                    String.format(Locale.ROOT, "%,.0f", allocated(result)));
            run.progress("%s: %s", step.getKey(), time);
        }
        table.print(run.out());
    }

    private static RunResult measure(Run run, String method) throws RunnerException {
        TimeValue time = TimeValue.nanoseconds(
                run.round(Duration.ofSeconds(1), Duration.ofMillis(50)).toNanos());
        return new Runner(new OptionsBuilder()
                        .include("^" + method.replace(".", "\\.") + "$")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(run.integer("forks", 3, 1))
                        .warmupIterations(run.smoke() ? 1 : WARM_UPS)
                        .warmupTime(time)
                        .measurementIterations(run.integer("rounds", 5, 2))
                        .measurementTime(time)
                        .jvmArgs("-Xmx512m", "-Djmh.ignoreLock=true")
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith("gc.alloc.rate.norm"))
                .mapToDouble(key -> Objects.requireNonNull(
                                result.getSecondaryResults().get(key))
                        .getScore())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }
}
