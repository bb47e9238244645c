package io.cornu.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes NumPy's {@code .npz} files: several arrays by name in a zip archive.
 *
 * <p>Read are stored and compressed archives, with the arrays of {@link NumpyFiles}. Nothing is unpacked to
 * disk. Refused are entries that are not arrays, names that occur twice or lead out of the archive, entries
 * that overlap, sizes that compression cannot reach, and contents that fail their checksum.
 *
 * <p>Source: {@code numpy.savez}, {@code numpy.savez_compressed} and {@code numpy.load}, NumPy 2.0.
 */
public final class NumpyArchives {
    private static final String SUFFIX = ".npy";
    /** The first moment zip knows: the same arrays give the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NumpyArchives() {}

    /**
     * Reads all arrays.
     *
     * @param file a {@code .npz} file
     * @return the arrays by name, without {@code .npy}, in the order of the archive; unmodifiable
     * @throws DataFileException if the file is missing, cut off, hostile, or holds anything but numeric arrays
     * @throws IOException if reading fails
     */
    public static Map<String, Array> read(Path file) throws IOException {
        ByteSource.requireReadable(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Array> arrays = new LinkedHashMap<>();
            long packed = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = arrayName(file, entry);
                packed += entry.getCompressedSize();
                if (packed > Files.size(file)) {
                    throw new DataFileException(
                            file.toString(), "expected separate entries, received ones that overlap.");
                }
                if (arrays.containsKey(name)) {
                    throw new DataFileException(
                            file.toString(), "expected every name once, received '" + name + "' twice.");
                }
                arrays.put(name, readEntry(zip, entry, file));
            }
            return Collections.unmodifiableMap(arrays);
        } catch (ZipException | EOFException | IllegalArgumentException corrupt) {
            throw new DataFileException(
                    file.toString(),
                    "expected a zip archive of arrays (.npz), received a corrupt one or another file.",
                    corrupt);
        }
    }

    private static Array readEntry(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        String where = file + " (" + entry.getName() + ")";
        long size = entry.getCompressedSize();
        CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (ByteSource source = entry.getMethod() == ZipEntry.STORED
                ? ByteSource.of(checked, where, size)
                : ByteSource.ofInflated(checked, where, size)) {
            Array array = NumpyFiles.read(source);
            if (checked.getChecksum().getValue() != entry.getCrc()) {
                throw source.problem("corrupt: the content does not fit its checksum. Get it again.");
            }
            return array;
        }
    }

    private static String arrayName(Path file, ZipEntry entry) throws DataFileException {
        String name = entry.getName();
        boolean leadsOut = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.chars().anyMatch(c -> c < ' ')
                || ("/" + name + "/").contains("/../");
        if (leadsOut || !name.endsWith(SUFFIX)) {
            throw new DataFileException(
                    file.toString(),
                    "expected entries called NAME.npy, received '" + name.replaceAll("\\p{Cntrl}", "?") + "'.");
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /**
     * Writes arrays as {@code numpy.savez} does, uncompressed, replacing an existing file only once all is written.
     *
     * @param file where to; its directory must exist
     * @param arrays by name, in the order wanted
     * @throws IllegalArgumentException if a name leads out of the archive
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, Array> arrays) throws IOException {
        for (String name : arrays.keySet()) {
            try {
                arrayName(file, new ZipEntry(name + SUFFIX));
            } catch (DataFileException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
        }
        AtomicFiles.write(file, temporary -> {
            try (OutputStream out = Files.newOutputStream(temporary);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, Array> array : arrays.entrySet()) {
                    writeEntry(zip, array.getKey() + SUFFIX, array.getValue(), file.toString());
                }
            }
        });
    }

    private static void writeEntry(ZipOutputStream zip, String name, Array array, String where) throws IOException {
        byte[] header = NumpyFiles.header(array, where);
        ByteBuffer numbers = array.bytes();
        CRC32 checksum = new CRC32();
        checksum.update(header);
        checksum.update(numbers.duplicate());
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setSize((long) header.length + numbers.remaining());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(header);
        WritableByteChannel channel = Channels.newChannel(zip);
        while (numbers.hasRemaining()) {
            channel.write(numbers);
        }
        zip.closeEntry();
    }
}
