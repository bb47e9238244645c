package io.cornu.models.data;

import io.cornu.data.DataFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;

/**
 * Takes expected files, and nothing else, out of a tar archive.
 *
 * <p>No name from the archive ever becomes a path: a member is written under an expected name or skipped. Links
 * and devices are refused.
 *
 * <p>Source: POSIX.1-1988, "ustar" interchange format.
 */
final class TarFiles {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int TYPE_OFFSET = 156;
    /** The official archive has nine members. */
    private static final int MOST_MEMBERS = 1000;

    private final InputStream in;
    private final String where;
    private long offset;

    private TarFiles(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    /**
     * Extracts the files of one folder.
     *
     * @param sizes the expected files and how many bytes each has; all must be there
     */
    static void extract(InputStream in, String where, String folder, Map<String, Long> sizes, Path target)
            throws IOException {
        try {
            new TarFiles(in, where).extract(folder, sizes, target);
        } catch (EOFException | ZipException corrupt) {
            throw new DataFileException(where, "corrupt or cut-off archive.", corrupt);
        }
    }

    private void extract(String folder, Map<String, Long> sizes, Path target) throws IOException {
        Map<String, Long> missing = new TreeMap<>(sizes);
        byte[] header = new byte[BLOCK];
        for (int member = 0; !missing.isEmpty(); member++) {
            long start = offset;
            readFully(header, BLOCK);
            if (header[0] == 0 || member == MOST_MEMBERS) {
                throw problem(
                        "expected " + missing.keySet() + " in " + folder + ", found the end of the archive", start);
            }
            requireChecksum(header, start);
            long size = octal(header, SIZE_OFFSET, 12, start);
            String name = text(header, 0, NAME_LENGTH);
            switch (header[TYPE_OFFSET]) {
                case '0', 0 -> {
                    String file = name.startsWith(folder + "/") ? name.substring(folder.length() + 1) : "";
                    Long expected = missing.remove(file);
                    if (expected == null) {
                        skip(size);
                    } else if (expected != size) {
                        throw problem("expected " + expected + " bytes in " + file + ", received " + size, start);
                    } else {
                        copy(size, target.resolve(file));
                    }
                    skip((BLOCK - size % BLOCK) % BLOCK);
                }
                case '5' -> skip(size);
                default -> throw problem("expected plain files and folders, received a link or special file", start);
            }
        }
    }

    private void copy(long size, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            byte[] chunk = new byte[1 << 16];
            for (long rest = size; rest > 0; ) {
                int count = (int) Math.min(rest, chunk.length);
                readFully(chunk, count);
                out.write(chunk, 0, count);
                rest -= count;
            }
        }
    }

    private void skip(long count) throws IOException {
        in.skipNBytes(count);
        offset += count;
    }

    private void readFully(byte[] bytes, int count) throws IOException {
        if (in.readNBytes(bytes, 0, count) < count) {
            throw new EOFException();
        }
        offset += count;
    }

    /** The sum of the header's bytes, its own field counted as spaces. */
    private void requireChecksum(byte[] header, long start) throws DataFileException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + 8;
            sum += own ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, CHECKSUM_OFFSET, 8, start)) {
            throw problem("expected a tar header with its checksum, received another one", start);
        }
    }

    private long octal(byte[] header, int from, int length, long start) throws DataFileException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw problem("expected an octal number in the tar header, received another one", start);
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private DataFileException problem(String problem, long at) {
        return new DataFileException(where, problem + " at offset " + at + " (unpacked). Get it again.");
    }
}
