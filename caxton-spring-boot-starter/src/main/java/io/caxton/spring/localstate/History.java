package io.caxton.spring.localstate;

import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receipts as text, one a line, the parts of each separated by tabs: status, time, node, agent name, instance, reason.
 * An optional part that is there begins with an equals sign. A backslash precedes what would be taken for a separator.
 */
final class History {
    private static final int PARTS = 6;

    private History() {}

    static String write(List<Receipt> receipts) {
        StringBuilder text = new StringBuilder(128);
        for (Receipt receipt : receipts) {
            text.append(receipt.status().name()).append('\t');
            text.append(Columns.nanos(receipt.at())).append('\t');
            escape(text, receipt.nodeId());
            optional(text, receipt.agentName());
            optional(text, receipt.agentId());
            optional(text, receipt.reason());
            text.append('\n');
        }
        return text.toString();
    }

    private static void optional(StringBuilder text, Optional<String> value) {
        text.append('\t');
        if (value.isPresent()) {
            escape(text.append('='), value.get());
        }
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    static List<Receipt> read(String messageId, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        List<Receipt> receipts = new ArrayList<>();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length != PARTS) {
                throw new IllegalStateException("a receipt has " + parts.length + " parts");
            }
            receipts.add(new Receipt(
                    messageId,
                    ReceiptStatus.valueOf(parts[0]),
                    Columns.instant(Long.parseLong(parts[1])),
                    unescape(parts[2]),
                    present(parts[3]),
                    present(parts[4]),
                    present(parts[5])));
        }
        return receipts;
    }

    private static Optional<String> present(String part) {
        return part.isEmpty() ? Optional.empty() : Optional.of(unescape(part.substring(1)));
    }

    private static String unescape(String part) {
        if (part.indexOf('\\') < 0) {
            return part;
        }
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\\' && i + 1 < part.length()) {
                i++;
                char escaped = part.charAt(i);
                text.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
