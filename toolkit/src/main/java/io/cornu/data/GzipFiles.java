package io.cornu.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files that may be gzipped: what a file begins with decides, not its name. */
public final class GzipFiles {
    private static final int MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private GzipFiles() {}

    /**
     * Opens a file.
     *
     * @param file gzipped or not
     * @return its content, unpacked; corrupt data shows as {@link ZipException} or {@link EOFException}
     * @throws DataFileException if the file is missing or begins with a corrupt gzip header
     * @throws IOException if reading fails
     */
    public static InputStream open(Path file) throws IOException {
        ByteSource.requireReadable(file);
        return unpacked(Files.newInputStream(file), file.toString());
    }

    /**
     * Unpacks a stream if it is gzipped.
     *
     * @param stream gzipped or not; closed with the result, and when this fails
     * @param name what errors call it
     * @return the content
     * @throws DataFileException if the stream begins with a corrupt gzip header
     * @throws IOException if reading fails
     */
    public static InputStream unpacked(InputStream stream, String name) throws IOException {
        try {
            PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(stream, BUFFER), 2);
            byte[] start = in.readNBytes(2);
            in.unread(start);
            boolean packed = start.length == 2 && ((start[0] & 0xff) << 8 | start[1] & 0xff) == MAGIC;
            return packed ? new GZIPInputStream(in, BUFFER) : in;
        } catch (ZipException | EOFException corrupt) {
            stream.close();
            throw new DataFileException(
                    name, "expected gzipped data at offset 0, received a corrupt gzip header. Get it again.", corrupt);
        } catch (IOException | RuntimeException failure) {
            stream.close();
            throw failure;
        }
    }
}
