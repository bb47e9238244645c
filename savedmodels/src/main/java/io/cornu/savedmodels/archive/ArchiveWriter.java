package io.cornu.savedmodels.archive;

import io.cornu.data.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored (not compressed) entries, as Keras does, so that the weights can be mapped
 * where they lie.
 *
 * <p>The file appears whole or not at all, see {@link AtomicFiles#write}. The same entries and the same time
 * give the same bytes. Entries and archives beyond 4 GiB use zip64.
 */
public final class ArchiveWriter {
    /** The earliest time a zip archive can tell, and the default. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int VERSION = 20;
    private static final int VERSION64 = 45;

    /** The version that made the entry, with 3 for Unix in the upper byte: the attributes are a Unix mode. */
    private static final int MADE_BY = 3 << 8 | VERSION64;

    private static final int REGULAR_FILE = 0100644;
    private static final int MAX_ENTRIES = 0xffff;

    private ArchiveWriter() {}

    /**
     * Writes an archive whose entries are all dated 1980-01-01, so that equal content gives equal files.
     *
     * @param target the file to make or replace
     * @param contents the entries, in order
     * @throws IllegalArgumentException if a name comes twice
     * @throws IOException if a content or the disk fails; the target is then as it was
     */
    public static void write(Path target, List<ArchiveContent> contents) throws IOException {
        write(target, EPOCH, contents);
    }

    /**
     * Writes an archive.
     *
     * @param target the file to make or replace
     * @param time the time all entries are dated, without a time zone as zip has none; from 1980 to 2107, to 2 s
     * @param contents the entries, in order
     * @throws IllegalArgumentException if a name comes twice, or the time cannot be told
     * @throws IOException if a content or the disk fails; the target is then as it was
     */
    public static void write(Path target, LocalDateTime time, List<ArchiveContent> contents) throws IOException {
        checkNames(contents);
        int stamp = stamp(time);
        AtomicFiles.write(target, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                List<Written> entries = new ArrayList<>();
                for (ArchiveContent content : contents) {
                    entries.add(writeEntry(channel, stamp, content));
                }
                writeDirectory(channel, stamp, entries);
            }
        });
    }

    private record Written(byte[] name, long size, long crc, long header) {}

    private static Written writeEntry(FileChannel channel, int stamp, ArchiveContent content) throws IOException {
        byte[] name = content.name().getBytes(StandardCharsets.UTF_8);
        long size = content.content().size();
        long header = channel.position();
        // The CRC stands before the content but is known after it: written open, then once more.
        writeFully(channel, localHeader(new Written(name, size, 0, header), stamp));
        long start = channel.position();
        Checked checked = new Checked(channel);
        content.content().writeTo(checked);
        if (channel.position() - start != size) {
            throw new IOException(content.name() + ": expected " + size + " bytes of content, received "
                    + (channel.position() - start) + ".");
        }
        long end = channel.position();
        Written written = new Written(name, size, checked.crc.getValue(), header);
        channel.position(header);
        writeFully(channel, localHeader(written, stamp));
        channel.position(end);
        return written;
    }

    private static ByteBuffer localHeader(Written entry, int stamp) {
        boolean large = entry.size >= ZipFormat.SATURATED;
        int extra = large ? 20 : 0;
        ByteBuffer bytes = allocate(ZipFormat.LOCAL_SIZE + entry.name.length + extra);
        bytes.putInt(ZipFormat.LOCAL).putShort((short) (large ? VERSION64 : VERSION));
        putCommon(bytes, entry, stamp, large);
        bytes.putShort((short) extra).put(entry.name);
        if (large) {
            bytes.putShort((short) ZipFormat.EXTRA64).putShort((short) 16);
            bytes.putLong(entry.size).putLong(entry.size);
        }
        return bytes.flip();
    }

    private static ByteBuffer centralHeader(Written entry, int stamp) {
        boolean large = entry.size >= ZipFormat.SATURATED;
        boolean far = entry.header >= ZipFormat.SATURATED;
        int wide = (large ? 16 : 0) + (far ? 8 : 0);
        int extra = wide == 0 ? 0 : 4 + wide;
        ByteBuffer bytes = allocate(ZipFormat.CENTRAL_SIZE + entry.name.length + extra);
        bytes.putInt(ZipFormat.CENTRAL).putShort((short) MADE_BY);
        bytes.putShort((short) (wide > 0 ? VERSION64 : VERSION));
        putCommon(bytes, entry, stamp, large);
        bytes.putShort((short) extra).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        bytes.putInt(REGULAR_FILE << 16);
        bytes.putInt((int) Math.min(entry.header, ZipFormat.SATURATED)).put(entry.name);
        if (wide > 0) {
            bytes.putShort((short) ZipFormat.EXTRA64).putShort((short) wide);
        }
        if (large) {
            bytes.putLong(entry.size).putLong(entry.size);
        }
        if (far) {
            bytes.putLong(entry.header);
        }
        return bytes.flip();
    }

    private static void putCommon(ByteBuffer bytes, Written entry, int stamp, boolean large) {
        bytes.putShort((short) ZipFormat.FLAG_UTF8).putShort((short) ZipFormat.STORED);
        bytes.putInt(stamp).putInt((int) entry.crc);
        int size = (int) (large ? ZipFormat.SATURATED : entry.size);
        bytes.putInt(size).putInt(size).putShort((short) entry.name.length);
    }

    private static void writeDirectory(FileChannel channel, int stamp, List<Written> entries) throws IOException {
        long offset = channel.position();
        for (Written entry : entries) {
            writeFully(channel, centralHeader(entry, stamp));
        }
        long end = channel.position();
        long size = end - offset;
        if (offset >= ZipFormat.SATURATED || entries.size() >= MAX_ENTRIES) {
            ByteBuffer bytes = allocate(ZipFormat.END64_SIZE + ZipFormat.LOCATOR64_SIZE);
            bytes.putInt(ZipFormat.END64).putLong(ZipFormat.END64_SIZE - 12);
            bytes.putShort((short) MADE_BY)
                    .putShort((short) VERSION64)
                    .putInt(0)
                    .putInt(0);
            bytes.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(offset);
            bytes.putInt(ZipFormat.LOCATOR64).putInt(0).putLong(end).putInt(1);
            writeFully(channel, bytes.flip());
        }
        ByteBuffer bytes = allocate(ZipFormat.END_SIZE);
        short count = (short) Math.min(entries.size(), MAX_ENTRIES);
        bytes.putInt(ZipFormat.END).putInt(0).putShort(count).putShort(count);
        bytes.putInt((int) Math.min(size, ZipFormat.SATURATED));
        bytes.putInt((int) Math.min(offset, ZipFormat.SATURATED)).putShort((short) 0);
        writeFully(channel, bytes.flip());
    }

    private static void checkNames(List<ArchiveContent> contents) {
        Set<String> names = new HashSet<>();
        for (ArchiveContent content : contents) {
            if (!names.add(content.name())) {
                throw new IllegalArgumentException(
                        "ArchiveWriter: expected every name once, received '" + content.name() + "' twice.");
            }
        }
    }

    /** The date in the upper and the time in the lower half, in the form of MS-DOS. */
    private static int stamp(LocalDateTime time) {
        if (time.getYear() < 1980 || time.getYear() > 2107) {
            throw new IllegalArgumentException(
                    "ArchiveWriter: expected a time from 1980 to 2107, received " + time + ".");
        }
        int date = (time.getYear() - 1980) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
        return date << 16 | time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2;
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Sums up what passes through. */
    private record Checked(FileChannel channel, CRC32 crc) implements WritableByteChannel {
        Checked(FileChannel channel) {
            this(channel, new CRC32());
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            crc.update(bytes.duplicate());
            int size = bytes.remaining();
            writeFully(channel, bytes);
            return size;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
