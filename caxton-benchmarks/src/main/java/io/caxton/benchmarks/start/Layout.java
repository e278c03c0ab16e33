package io.caxton.benchmarks.start;

import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server as docs/operations.md tells how to lay it out: its jar, the jar extracted, and an archive of its classes. */
final class Layout {
    private final Jdk jdk;
    private final Path folder;
    private final Path jar;

    private Layout(Jdk jdk, Path folder, Path jar) {
        this.jdk = jdk;
        this.folder = folder;
        this.jar = jar;
    }

    /** How a node is started. */
    record Variant(String label, List<String> command) {
        Variant with(String more, String... options) {
            List<String> all = new ArrayList<>(command);
            all.addAll(1, List.of(options));
            return new Variant(label + ", " + more, all);
        }
    }

    /** Extracts the jar. */
    static Layout prepare(Jdk jdk, Path scratch) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scratch.resolve("jdk-" + jdk.feature()));
        Path jar = Files.copy(NodeProcess.jar(), folder.resolve("caxton-server.jar"));
        Layout layout = new Layout(jdk, folder, jar);
        layout.once("extract", "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", layout.app());
        return layout;
    }

    private String app() {
        return folder.resolve("app").toString();
    }

    private String extracted() {
        return folder.resolve("app").resolve("caxton-server.jar").toString();
    }

    Variant plain() {
        return variant("plain jar", "-jar", jar.toString());
    }

    Variant extractedJar() {
        return variant("extracted", "-jar", extracted());
    }

    /** With an archive made by a start that ends before it serves. */
    Variant archived() throws IOException, InterruptedException {
        String archive = folder.resolve("app").resolve("caxton.archive").toString();
        String make = (jdk.hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        String use = (jdk.hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        once(
                "archive",
                make,
                "-Dspring.context.exit=onRefresh",
                "-jar",
                extracted(),
                "--caxton.data-dir=" + folder.resolve("training"));
        return variant(jdk.hasAotCache() ? "extracted, AOT cache" : "extracted, CDS archive", use, "-jar", extracted());
    }

    private Variant variant(String label, String... options) {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(List.of(options));
        return new Variant("JDK " + jdk.feature() + ", " + label, command);
    }

    private void once(String what, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(List.of(options));
        Path log = folder.resolve(what + ".log");
        try (ChildProcess process = ChildProcess.start(command, Map.of(), log)) {
            if (process.awaitExit() != 0) {
                throw new IOException("could not " + what + ": " + Files.readString(log));
            }
        }
    }
}
