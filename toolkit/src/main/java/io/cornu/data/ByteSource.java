package io.cornu.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a data file from start to end, unpacked where they are gzipped; every error names file and offset. */
final class ByteSource implements Closeable {
    /** Deflate cannot pack better than this, so a small file cannot claim to hold much more. */
    private static final long LARGEST_DEFLATE_RATIO = 1032;

    private final InputStream in;
    private final String name;
    private final boolean packed;
    /** What the source cannot exceed, where that is known. */
    private final OptionalLong mostBytes;

    private long offset;

    private ByteSource(InputStream in, String name, boolean packed, OptionalLong mostBytes) {
        this.in = in;
        this.name = name;
        this.packed = packed;
        this.mostBytes = mostBytes;
    }

    /** A file, gzipped or not. */
    static ByteSource open(Path file) throws IOException {
        requireReadable(file);
        return unpack(Files.newInputStream(file), file.toString(), OptionalLong.of(Files.size(file)));
    }

    /** A stream, gzipped or not, which closing closes. */
    static ByteSource open(InputStream stream, String name) throws IOException {
        return unpack(stream, name, OptionalLong.empty());
    }

    /** A stream taken as it is, of that many bytes. */
    static ByteSource of(InputStream stream, String name, long size) {
        return new ByteSource(stream, name, false, OptionalLong.of(size));
    }

    /** A stream of what was that many bytes before it was inflated. */
    static ByteSource ofInflated(InputStream stream, String name, long packedSize) {
        return new ByteSource(stream, name, true, OptionalLong.of(packedSize * LARGEST_DEFLATE_RATIO));
    }

    static void requireReadable(Path file) throws DataFileException {
        if (Files.isDirectory(file)) {
            throw new DataFileException(file.toString(), "expected a file, received a directory.");
        }
        if (!Files.exists(file)) {
            throw new DataFileException(file.toString(), "expected a file, found none. Check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataFileException(file.toString(), "expected a regular file, received a device or pipe.");
        }
        if (!Files.isReadable(file)) {
            throw new DataFileException(
                    file.toString(),
                    "expected a readable file, received one without read permission.",
                    new AccessDeniedException(file.toString()));
        }
    }

    private static ByteSource unpack(InputStream stream, String name, OptionalLong size) throws IOException {
        InputStream in = GzipFiles.unpacked(stream, name);
        if (!(in instanceof GZIPInputStream)) {
            return new ByteSource(in, name, false, size);
        }
        return size.isPresent() ? ofInflated(in, name, size.getAsLong()) : new ByteSource(in, name, true, size);
    }

    long offset() {
        return offset;
    }

    String name() {
        return name;
    }

    /** Exactly that many bytes, in memory of that size; nothing is allocated for what the file cannot hold. */
    ByteBuffer read(long count, String what) throws IOException {
        if (mostBytes.isEmpty()) {
            return readGrowing(count, what);
        }
        long rest = mostBytes.getAsLong() - offset;
        if (count > rest) {
            throw cutOff(count, what, packed ? "less" : String.valueOf(rest));
        }
        byte[] bytes = Buffers.allocate(count, name);
        int received = readInto(bytes);
        if (received < count) {
            throw cutOff(count, what, String.valueOf(received));
        }
        offset += received;
        return ByteBuffer.wrap(bytes);
    }

    /** The next record, or false at the end; a part of one is an error. */
    boolean readRecord(byte[] record) throws IOException {
        int received = readInto(record);
        if (received > 0 && received < record.length) {
            throw cutOff(record.length, "a record", String.valueOf(received));
        }
        offset += received;
        return received > 0;
    }

    private ByteBuffer readGrowing(long count, String what) throws IOException {
        Buffers.requireAddressable(count, name);
        byte[] bytes;
        try {
            bytes = in.readNBytes((int) count);
        } catch (EOFException | ZipException corrupt) {
            throw corrupt(corrupt);
        }
        if (bytes.length < count) {
            throw cutOff(count, what, String.valueOf(bytes.length));
        }
        offset += bytes.length;
        return ByteBuffer.wrap(bytes);
    }

    private int readInto(byte[] bytes) throws IOException {
        try {
            return in.readNBytes(bytes, 0, bytes.length);
        } catch (EOFException | ZipException corrupt) {
            throw corrupt(corrupt);
        }
    }

    /** Checks that nothing follows; for gzipped data this checks the checksum too. */
    void requireEnd() throws IOException {
        int next;
        try {
            next = in.read();
        } catch (EOFException | ZipException corrupt) {
            throw corrupt(corrupt);
        }
        if (next >= 0) {
            throw problem(
                    "expected the end of the file" + at() + ", received more bytes. It is not what its header says.");
        }
    }

    DataFileException problem(String problem) {
        return new DataFileException(name, problem);
    }

    /** Where the next byte lies, for messages. */
    String at() {
        return " at offset " + offset + (packed ? " (unpacked)" : "");
    }

    private DataFileException cutOff(long count, String what, String received) {
        return problem("expected " + count + " bytes of " + what + at() + ", received " + received
                + ". The file is cut off; get it again.");
    }

    private DataFileException corrupt(IOException cause) {
        return new DataFileException(
                name, "corrupt or cut-off packed data after offset " + offset + " (unpacked). Get it again.", cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
