package io.caxton.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Runs the benchmark that is named first on the command line; without a name, lists what there is. */
@SuppressWarnings("SystemOut") // a program of the command line
public final class Main {
    private static final String SMOKE = "--smoke";

    private Main() {}

    /** Ends with status 2 if what is asked for cannot be done here, with a sentence that says why. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            list(System.out);
            return;
        }
        try {
            run(List.of(arguments), System.out);
        } catch (IllegalArgumentException notPossible) {
            System.err.println(notPossible.getMessage());
            System.exit(2);
        }
    }

    /** All benchmarks, by name. */
    static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>();
        ServiceLoader.load(Benchmark.class).forEach(all::add);
        all.sort(Comparator.comparing(Benchmark::name));
        return all;
    }

    private static void list(PrintStream out) {
        out.println("caxton-benchmarks/run <name> [--smoke] [--option=value ...]");
        Run.COMMON_OPTIONS.forEach((option, meaning) -> out.println("    --" + option + "  " + meaning));
        for (Benchmark benchmark : all()) {
            out.println();
            out.println(benchmark.name() + ": " + benchmark.description());
            benchmark.options().forEach((option, meaning) -> out.println("    --" + option + "  " + meaning));
        }
    }

    /** Runs what the arguments say; what is wrong with them is an {@link IllegalArgumentException}. */
    static void run(List<String> arguments, PrintStream out) throws Exception {
        Benchmark benchmark = all().stream()
                .filter(one -> one.name().equals(arguments.get(0)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no benchmark " + arguments.get(0)
                        + "; there are: "
                        + String.join(", ", all().stream().map(Benchmark::name).toList())));
        List<String> rest = arguments.subList(1, arguments.size());
        Map<String, String> options = options(rest, benchmark);
        benchmark.peers().forEach(Benchmark.Peer::require);
        Path scratch =
                Files.createTempDirectory(Path.of("").toAbsolutePath().resolve(scratchParent(options)), "benchmark-");
        try {
            out.println("## " + benchmark.name() + ": " + benchmark.description());
            out.println();
            out.println(Machine.describe(scratch));
            benchmark.run(new Run(rest.contains(SMOKE), options, scratch, out));
        } finally {
            Deletion.delete(scratch);
        }
    }

    /** Not the system's temporary directory, which may be memory: durable writes must meet a disk. */
    private static Path scratchParent(Map<String, String> options) throws IOException {
        return Files.createDirectories(Path.of(options.getOrDefault("scratch", "target")));
    }

    private static Map<String, String> options(List<String> arguments, Benchmark benchmark) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.equals(SMOKE)) {
                continue;
            }
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("Options look like --rounds=5; this does not: " + argument);
            }
            String option = argument.substring(2, equals);
            if (!Run.COMMON_OPTIONS.containsKey(option) && !benchmark.options().containsKey(option)) {
                throw new IllegalArgumentException(benchmark.name() + " has no option --" + option);
            }
            options.put(option, argument.substring(equals + 1));
        }
        return options;
    }
}
