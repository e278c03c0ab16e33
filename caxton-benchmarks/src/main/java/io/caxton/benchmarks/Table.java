package io.caxton.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table to be read on a terminal and to be pasted into docs/performance.md as it is. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts with the names of its columns. */
    public Table(String... columns) {
        rows.add(List.of(columns));
    }

    /** The same, where there are as many columns as something else has. */
    public Table(String first, Stream<String> others) {
        this(concat(first, others));
    }

    /** Adds a row with a cell for each column. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "the table has " + rows.get(0).size() + " columns, the row " + Arrays.toString(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The same for as many cells as something else has. */
    public Table row(String first, Stream<String> others) {
        return row(concat(first, others));
    }

    private static String[] concat(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toArray(String[]::new);
    }

    /** Prints it, columns aligned. */
    public void print(PrintStream out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println();
        for (int i = 0; i < rows.size(); i++) {
            out.println(line(rows.get(i), widths));
            if (i == 0) {
                out.println(rule(widths));
            }
        }
        out.println();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append(' ')
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(" |");
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int width : widths) {
            line.append("-".repeat(width + 2)).append('|');
        }
        return line.toString();
    }
}
