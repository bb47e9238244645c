package io.cornu.savedmodels.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a zip archive, such as a {@code .keras} file, from a source that is not trusted.
 *
 * <p>Opening reads the whole directory and refuses: names that are absolute, leave their folder, hold a
 * backslash, a drive letter or control characters, or come twice; symbolic links; encrypted or split archives;
 * entries that overlap, or whose own header disagrees with the directory; more entries than
 * {@link ReadLimits#maxEntries}. Reading checks every content's CRC-32. Nothing is ever unpacked to the disk.
 *
 * <pre>{@code
 * try (ArchiveReader archive = ArchiveReader.open(Path.of("model.keras"))) {
 *     JsonNode config = archive.json("config.json");
 *     Hdf5Group weights = Hdf5Reader.read(
 *             archive.describe("model.weights.h5"), archive.content("model.weights.h5"), ReadLimits.defaults());
 * }
 * }</pre>
 *
 * <p>What {@link #content} and {@link #bytes} returned stays usable after {@link #close}. Safe for use by
 * several threads.
 */
public final class ArchiveReader implements Closeable {
    private static final int BUFFER = 1 << 16;
    /** No deflate stream grows more than this. */
    private static final int DEFLATE_RATIO = 1032;

    private final String where;
    private final FileChannel channel;
    private final ReadLimits limits;
    private final Map<String, ZipDirectory.Located> entries;

    private ArchiveReader(
            String where, FileChannel channel, ReadLimits limits, Map<String, ZipDirectory.Located> entries) {
        this.where = where;
        this.channel = channel;
        this.limits = limits;
        this.entries = entries;
    }

    /**
     * Opens an archive with {@link ReadLimits#defaults()}.
     *
     * @param file the archive
     * @return the reader, to be closed
     * @throws MalformedFileException if the archive is refused
     * @throws IOException if the file cannot be read
     */
    public static ArchiveReader open(Path file) throws IOException {
        return open(file, ReadLimits.defaults());
    }

    /**
     * Opens an archive.
     *
     * @param file the archive
     * @param limits how much it may ask for
     * @return the reader, to be closed
     * @throws MalformedFileException if the archive is refused
     * @throws IOException if the file cannot be read
     */
    public static ArchiveReader open(Path file, ReadLimits limits) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            String where = file.toString();
            return new ArchiveReader(where, channel, limits, new ZipDirectory(where, channel, limits).read());
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * What the archive holds, folders (names that end in {@code /}) included.
     *
     * @return the entries in the order of the directory
     */
    public List<ArchiveEntry> entries() {
        return entries.values().stream().map(ZipDirectory.Located::entry).toList();
    }

    /**
     * Looks for an entry.
     *
     * @param name its exact name
     * @return the entry, or empty if there is none
     */
    public Optional<ArchiveEntry> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(ZipDirectory.Located::entry);
    }

    /**
     * A name for an entry that tells where it is, for errors about its content.
     *
     * @param name the entry's name
     * @return such as {@code model.keras/config.json}
     */
    public String describe(String name) {
        return where + "/" + name;
    }

    /**
     * The content of an entry, without a copy where it is stored plainly.
     *
     * @param name the entry's name
     * @return the content: for a stored entry beyond 16 MiB a mapping of the file, else a copy in the heap
     * @throws MalformedFileException if there is no such entry, its CRC-32 is wrong, or it is deflated and beyond
     *     {@link ReadLimits#maxInflatedBytes} or {@link ReadLimits#maxRatio}
     * @throws IOException if the file cannot be read
     */
    public ByteSource content(String name) throws IOException {
        ZipDirectory.Located located = located(name);
        ByteSource content = located.entry().deflated()
                ? ByteSource.of(inflate(located))
                : ByteSource.of(channel, located.data(), located.entry().size());
        checkCrc(located, content);
        return content;
    }

    /**
     * The content of a small entry.
     *
     * @param name the entry's name
     * @param maxBytes the largest size to accept
     * @return the content
     * @throws MalformedFileException if there is no such entry, it is larger, or its CRC-32 is wrong
     * @throws IOException if the file cannot be read
     */
    public byte[] bytes(String name, int maxBytes) throws IOException {
        long size = located(name).entry().size();
        if (size > maxBytes) {
            throw new MalformedFileException(
                    describe(name), "expected at most " + maxBytes + " bytes, received " + size + ".");
        }
        byte[] bytes = ReadLimits.allocate(describe(name), size);
        content(name).slice(0, bytes.length).get(bytes);
        return bytes;
    }

    /**
     * The content of an entry as JSON, see {@link Json#read(String, byte[], ReadLimits)}.
     *
     * @param name the entry's name
     * @return the document
     * @throws MalformedFileException if there is no such entry, its CRC-32 is wrong, or it is no JSON within the
     *     limits
     * @throws IOException if the file cannot be read
     */
    public JsonNode json(String name) throws IOException {
        int maxBytes = (int) Math.min(limits.maxJsonBytes(), Integer.MAX_VALUE - 8);
        return Json.read(describe(name), bytes(name, maxBytes), limits);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private ZipDirectory.Located located(String name) throws MalformedFileException {
        ZipDirectory.Located located = entries.get(name);
        if (located == null) {
            throw new MalformedFileException(
                    where,
                    "expected an entry '" + name + "', received "
                            + entries.keySet().stream().limit(10).toList() + ".");
        }
        return located;
    }

    private ByteBuffer inflate(ZipDirectory.Located located) throws IOException {
        ArchiveEntry entry = located.entry();
        String place = describe(entry.name());
        limits.checkInflation(place, entry.size(), entry.storedSize());
        if (entry.size() / DEFLATE_RATIO > entry.storedSize()) {
            throw new MalformedFileException(
                    place,
                    "expected deflated data, received " + entry.storedSize() + " bytes for a size of " + entry.size()
                            + ", which no deflate stream reaches.");
        }
        byte[] content = ReadLimits.allocate(place, entry.size());
        Inflater inflater = new Inflater(true);
        try {
            int filled = inflate(inflater, located, content);
            if (filled != content.length || !inflater.finished()) {
                throw new MalformedFileException(
                        place, "expected " + content.length + " bytes after decompression, received another size.");
            }
        } catch (DataFormatException failure) {
            throw new MalformedFileException(place, "expected deflated data, received other bytes.", failure);
        } finally {
            inflater.end();
        }
        return ByteBuffer.wrap(content);
    }

    private int inflate(Inflater inflater, ZipDirectory.Located located, byte[] content)
            throws IOException, DataFormatException {
        // One byte of room at the end lets the stream show that it has ended, or that it has not.
        byte[] beyond = new byte[1];
        long position = located.data();
        long end = position + located.entry().storedSize();
        int filled = 0;
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                if (position == end) {
                    return filled;
                }
                ByteBuffer input = ByteSource.read(channel, position, (int) Math.min(BUFFER, end - position));
                position += input.remaining();
                inflater.setInput(input);
            }
            if (filled < content.length) {
                filled += inflater.inflate(content, filled, content.length - filled);
            } else if (inflater.inflate(beyond) > 0) {
                return -1;
            }
            if (inflater.needsDictionary()) {
                return -1;
            }
        }
        return filled;
    }

    private void checkCrc(ZipDirectory.Located located, ByteSource content) throws MalformedFileException {
        CRC32 crc = new CRC32();
        for (long offset = 0; offset < content.size(); offset += BUFFER) {
            crc.update(content.slice(offset, (int) Math.min(BUFFER, content.size() - offset)));
        }
        if (crc.getValue() != located.crc()) {
            throw new MalformedFileException(
                    describe(located.entry().name()),
                    "expected CRC-32 " + Long.toHexString(located.crc()) + ", received "
                            + Long.toHexString(crc.getValue()) + ". The file is damaged.");
        }
    }
}
