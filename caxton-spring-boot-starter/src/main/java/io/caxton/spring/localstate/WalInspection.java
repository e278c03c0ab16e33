package io.caxton.spring.localstate;

import io.caxton.spring.localstate.DatabaseFile.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks for damage in the middle of a write-ahead log. SQLite takes the first frame whose checksum fails for the end of
 * the log, which is right after a crash, and would silently forget every acknowledged transaction behind a flipped bit.
 * A transaction is written only after the one before it was flushed, so a bad frame is damage, not a torn end, if a
 * later transaction has followed its own. Damage in the very last transaction cannot be told from a crash while
 * writing it (<a href="https://sqlite.org/fileformat2.html#walformat">file format, section 4</a>).
 */
final class WalInspection {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int MIN_PAGE = 512;
    private static final int MAX_PAGE = 65_536;

    private final ByteBuffer header;
    private final ByteOrder order;
    private int sum1;
    private int sum2;

    private WalInspection(ByteBuffer header) {
        this.header = header;
        this.order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    static void check(Path log) throws IOException, DamagedException {
        if (Files.notExists(log) || Files.size(log) < HEADER + FRAME_HEADER) {
            return;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            read(channel, header, 0);
            new WalInspection(header).check(channel);
        }
    }

    private void check(FileChannel channel) throws IOException, DamagedException {
        int pageSize = header.getInt(8);
        sum(header, 0, HEADER - 8);
        boolean sound = (header.getInt(0) & ~1) == MAGIC
                && header.getInt(HEADER - 8) == sum1
                && header.getInt(HEADER - 4) == sum2;
        if (!sound || pageSize < MIN_PAGE || pageSize > MAX_PAGE) {
            throw new DamagedException("the header of the write-ahead log is damaged");
        }
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
        long bad = -1;
        boolean committedSince = false;
        long frames = (channel.size() - HEADER) / frame.capacity();
        for (long i = 0; i < frames; i++) {
            read(channel, frame, HEADER + i * frame.capacity());
            boolean valid = isValid(frame);
            if (valid && committedSince) {
                throw new DamagedException("frame " + bad + " of the write-ahead log is damaged");
            }
            if (!valid && bad < 0) {
                bad = i;
            }
            boolean ours = valid || hasOurSalt(frame);
            committedSince |= bad >= 0 && ours && frame.getInt(4) != 0;
            sum1 = frame.getInt(16);
            sum2 = frame.getInt(20);
        }
    }

    /** Whether a frame follows from the checksum stored before it. */
    private boolean isValid(ByteBuffer frame) {
        sum(frame, 0, 8);
        sum(frame, FRAME_HEADER, frame.capacity());
        return hasOurSalt(frame) && frame.getInt(16) == sum1 && frame.getInt(20) == sum2;
    }

    private boolean hasOurSalt(ByteBuffer frame) {
        return frame.getLong(8) == header.getLong(16);
    }

    /** Section 4.2, "Checksum Algorithm". */
    private void sum(ByteBuffer bytes, int from, int to) {
        bytes.order(order);
        for (int i = from; i < to; i += 8) {
            sum1 += bytes.getInt(i) + sum2;
            sum2 += bytes.getInt(i + 4) + sum1;
        }
        bytes.order(ByteOrder.BIG_ENDIAN);
    }

    private static void read(FileChannel channel, ByteBuffer into, long at) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            int count = channel.read(into, at + into.position());
            if (count < 0) {
                throw new IOException("the write-ahead log shrank while it was read");
            }
        }
    }
}
