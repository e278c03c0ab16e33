package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateFixture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that appends messages with several threads and prints the id of each that was acknowledged. */
final class ChildNode extends LocalStateFixture {
    private ChildNode() {}

    @Override
    protected LocalState create() {
        throw new UnsupportedOperationException("not a test");
    }

    static Process start(Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(ChildNode.class.getName(), directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
            SqliteLocalState state =
                    SqliteLocalState.open(directory, SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
            String round = Long.toString(ProcessHandle.current().pid());
            for (int thread = 0; thread < 8; thread++) {
                String prefix = round + "-" + thread + "-";
                new Thread(() -> append(state, prefix, out)).start();
            }
        } catch (DataDirectoryInUseException e) {
            out.println("refused: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void append(SqliteLocalState state, String prefix, PrintStream out) {
        for (int i = 0; ; i++) {
            String id = prefix + i;
            state.write(tx -> {
                        tx.deliveries()
                                .save(delivery(
                                        id,
                                        tx.messages()
                                                .append(message(id, "c"), NOW, 1, "")
                                                .position()));
                        return Boolean.TRUE;
                    })
                    .join();
            out.println(id);
        }
    }
}
