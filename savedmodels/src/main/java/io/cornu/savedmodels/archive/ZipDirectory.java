package io.cornu.savedmodels.archive;

import static io.cornu.savedmodels.archive.ZipFormat.unsignedInt;
import static io.cornu.savedmodels.archive.ZipFormat.unsignedShort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the directory of a zip archive and checks it against the header before each entry, so that no other
 * program can see another archive in the same bytes.
 */
final class ZipDirectory {
    private static final int MAX_BYTES = 64 << 20;
    /** Descriptor, UTF-8 name, and the two bits that tell the deflate level. */
    private static final int KNOWN_FLAGS = ZipFormat.FLAG_DESCRIPTOR | ZipFormat.FLAG_UTF8 | 0b110;

    private static final int SYMBOLIC_LINK = 0120000;

    /** An entry and where it lies: {@code header} of the local header, {@code data} of the content. */
    record Located(ArchiveEntry entry, int flags, long crc, long header, long data) {
        Located at(long place) {
            return new Located(entry, flags, crc, header, place);
        }

        private long end() {
            return data + entry.storedSize();
        }
    }

    private final String where;
    private final FileChannel channel;
    private final ReadLimits limits;

    ZipDirectory(String where, FileChannel channel, ReadLimits limits) {
        this.where = where;
        this.channel = channel;
        this.limits = limits;
    }

    Map<String, Located> read() throws IOException {
        End end = end();
        if (end.entries > limits.maxEntries()) {
            throw malformed("expected at most " + limits.maxEntries() + " entries, received " + end.entries
                    + ". Raise ReadLimits.maxEntries if you trust the file.");
        }
        ByteBuffer directory = ByteSource.read(channel, end.offset, (int) end.size);
        ZipHeaders headers = new ZipHeaders(where, channel);
        Map<String, Located> entries = new LinkedHashMap<>();
        for (long i = 0; i < end.entries; i++) {
            Located entry = headers.verified(centralEntry(directory), end.offset);
            if (entries.put(entry.entry.name(), entry) != null) {
                throw malformed("expected every name once, received '" + entry.entry.name() + "' twice.");
            }
        }
        if (directory.hasRemaining()) {
            throw malformed("expected a directory of " + end.entries + " entries, received " + directory.remaining()
                    + " bytes more.");
        }
        checkOverlap(entries);
        return entries;
    }

    private record End(long entries, long size, long offset) {}

    private End end() throws IOException {
        long position = channel.size() - ZipFormat.END_SIZE;
        if (position < 0) {
            throw malformed("expected a zip archive, received " + channel.size() + " bytes.");
        }
        ByteBuffer bytes = ByteSource.read(channel, position, ZipFormat.END_SIZE);
        if (bytes.getInt() != ZipFormat.END) {
            throw malformed("expected a zip archive that ends with its directory and no comment,"
                    + " received something else. The file may be cut short.");
        }
        int disks = bytes.getInt();
        int entriesHere = unsignedShort(bytes);
        int entries = unsignedShort(bytes);
        long size = unsignedInt(bytes);
        long offset = unsignedInt(bytes);
        Optional<End> large = end64(position);
        if (large.isEmpty() && (disks != 0 || entriesHere != entries)) {
            throw malformed("expected an archive in one file, received one part of several.");
        }
        End end = large.orElse(new End(entries, size, offset));
        boolean agrees = agrees(entries, 0xffff, end.entries)
                && agrees(size, ZipFormat.SATURATED, end.size)
                && agrees(offset, ZipFormat.SATURATED, end.offset);
        long directoryEnd = large.isEmpty() ? position : position - ZipFormat.LOCATOR64_SIZE - ZipFormat.END64_SIZE;
        if (!agrees || end.offset < 0 || end.offset > directoryEnd || end.size != directoryEnd - end.offset) {
            throw malformed("expected the directory right before its end record, received one of " + end.size
                    + " bytes at " + end.offset + ".");
        }
        if (end.size > MAX_BYTES) {
            throw malformed("expected a directory of at most " + MAX_BYTES + " bytes, received " + end.size + ".");
        }
        return end;
    }

    private Optional<End> end64(long end) throws IOException {
        long locator = end - ZipFormat.LOCATOR64_SIZE;
        if (locator < ZipFormat.END64_SIZE) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteSource.read(channel, locator, ZipFormat.LOCATOR64_SIZE);
        if (bytes.getInt() != ZipFormat.LOCATOR64) {
            return Optional.empty();
        }
        long position = locator - ZipFormat.END64_SIZE;
        ByteBuffer record = ByteSource.read(channel, position, ZipFormat.END64_SIZE);
        boolean whole = bytes.getInt() == 0
                && bytes.getLong() == position
                && record.getInt() == ZipFormat.END64
                && record.getLong() == ZipFormat.END64_SIZE - 12
                && record.getInt() >= 0
                && record.getLong() == 0;
        long entriesHere = record.getLong();
        long entries = record.getLong();
        if (!whole || entriesHere != entries || entries < 0) {
            throw malformed("expected a zip64 end record for one file, received a damaged one.");
        }
        return Optional.of(new End(entries, record.getLong(), record.getLong()));
    }

    private static boolean agrees(long field, long saturated, long value) {
        return field == saturated || field == value;
    }

    private Located centralEntry(ByteBuffer directory) throws IOException {
        if (directory.remaining() < ZipFormat.CENTRAL_SIZE || directory.getInt() != ZipFormat.CENTRAL) {
            throw malformed("expected another entry in the directory, received its end.");
        }
        int madeBy = unsignedShort(directory);
        directory.getShort();
        int flags = unsignedShort(directory);
        int method = unsignedShort(directory);
        directory.getInt();
        long crc = unsignedInt(directory);
        long storedSize = unsignedInt(directory);
        long size = unsignedInt(directory);
        int nameLength = unsignedShort(directory);
        int extraLength = unsignedShort(directory);
        int commentLength = unsignedShort(directory);
        int disk = unsignedShort(directory);
        directory.getShort();
        int attributes = directory.getInt();
        long header = unsignedInt(directory);
        if (nameLength + extraLength + commentLength > directory.remaining()) {
            throw malformed("expected a whole entry in the directory, received its end.");
        }
        String name = ZipFormat.name(where, ZipFormat.take(directory, nameLength), flags);
        ZipFormat.Sizes sizes =
                new ZipFormat.Sizes(size, storedSize, header).widened(ZipFormat.take(directory, extraLength));
        directory.position(directory.position() + commentLength);
        if (disk != 0 && disk != 0xffff) {
            throw malformed("expected an archive in one file, received one part of several.");
        }
        checkKind(name, madeBy, flags, method, attributes);
        ArchiveEntry entry = new ArchiveEntry(name, sizes.size(), sizes.storedSize(), method == ZipFormat.DEFLATED);
        checkSizes(entry);
        return new Located(entry, flags, crc, sizes.header(), 0);
    }

    private void checkKind(String name, int madeBy, int flags, int method, int attributes)
            throws MalformedFileException {
        Optional<String> problem = EntryNames.problem(name);
        if (problem.isPresent()) {
            throw malformed("expected plain relative names, received " + problem.get() + ".");
        }
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw malformed(name, "expected plain content, received an encrypted or patched entry.");
        }
        if (method != ZipFormat.STORED && method != ZipFormat.DEFLATED) {
            throw malformed(name, "expected a stored or deflated entry, received method " + method + ".");
        }
        // The upper half holds a Unix mode whatever system claims to have made the entry.
        if (((attributes >>> 16) & 0170000) == SYMBOLIC_LINK) {
            throw malformed(name, "expected a file, received a symbolic link made by system " + (madeBy >>> 8) + ".");
        }
    }

    private void checkSizes(ArchiveEntry entry) throws IOException {
        boolean possible = entry.size() >= 0
                && entry.storedSize() >= 0
                && entry.storedSize() <= channel.size()
                && (entry.deflated() || entry.size() == entry.storedSize());
        if (!possible) {
            throw malformed(
                    entry.name(),
                    "expected content inside the file, received " + entry.storedSize() + " bytes for a size of "
                            + entry.size() + ".");
        }
    }

    private void checkOverlap(Map<String, Located> entries) throws MalformedFileException {
        List<Located> ordered = entries.values().stream()
                .sorted(Comparator.comparingLong(Located::header))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i - 1).end() > ordered.get(i).header) {
                throw malformed(
                        ordered.get(i).entry.name(),
                        "expected content of its own, received an overlap with '"
                                + ordered.get(i - 1).entry.name() + "'.");
            }
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(where, problem);
    }

    private MalformedFileException malformed(String name, String problem) {
        return new MalformedFileException(where + "/" + name, problem);
    }
}
