package io.cornu.savedmodels.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beyond 2 GiB. They are mostly holes, so the disk holds little of them. */
class LargeFileTest {
    private static final int MIB = 1 << 20;
    /** The numbers are in the last dataset, beyond what an int counts. */
    private static final int SIZE = 800 * MIB;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Leaves holes for zeros. */
    private record Sparse(FileChannel file) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            if (size == MIB && bytes.mismatch(ByteBuffer.allocate(MIB)) < 0) {
                bytes.position(bytes.limit());
                file.position(file.position() + size);
            } else {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            return size;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Test
    @Tag("slow")
    void readsAndWritesBeyond2GiB() throws IOException {
        Path zeros = folder.resolve("zeros");
        try (FileChannel channel =
                FileChannel.open(zeros, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.allocate(1), SIZE - 1);
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
            Array large = Array.wrap(DataType.FLOAT32, mapped, SIZE / 4);
            Hdf5Group root = Hdf5Group.builder()
                    .array("0", large)
                    .array("1", large)
                    .array("2", large)
                    .array("3", Array.of(new float[] {1, 2, 3}))
                    .text("name", "large")
                    .build();
            Path file = folder.resolve("large.h5");
            try (FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Hdf5Writer.of(root).writeTo(new Sparse(target));
            }

            Hdf5Group read = Hdf5Reader.read(file);

            assertThat(Files.size(file)).isGreaterThan(3L * SIZE);
            assertThat(read.text("name")).isEqualTo("large");
            assertThat(read.dataset("2").array().size()).isEqualTo(SIZE / 4);
            assertThat(read.dataset("3").array().toFloats()).containsExactly(1, 2, 3);
        }
    }

    /** One dataset of 3 GiB: an Array cannot hold it, and the reader says so. */
    @Test
    void refusesADatasetBeyond2GiB() throws IOException {
        Path file = folder.resolve("large.h5");
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .array("x", Array.of(new float[] {1, 2, 3, 4}))
                        .build());
        byte[] bytes = Files.readAllBytes(file);
        long numbers = 3L << 28;
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // The dimension of 4 and the size of 16 bytes, each once in the header of the dataset.
        int start = indexOf(bytes, "OHDR", indexOf(bytes, "OHDR", 0) + 1);
        int end = bytes.length - 16;
        replace(header, start, end, 4, numbers);
        replace(header, start, end, 16, 4 * numbers);
        int checksum = checksum(header, start);
        header.putInt(checksum, hash(bytes, start, checksum - start));
        header.putLong(28, bytes.length - 16 + 4 * numbers);
        header.putInt(44, hash(bytes, 0, 44));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.write(ByteBuffer.allocate(1), bytes.length - 16 + 4 * numbers - 1);
        }

        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> Hdf5Reader.read(file))
                .withMessageContaining("/x")
                .withMessageContaining("expected data below 2 GiB, received 3221225472 bytes");
    }

    private static int hash(byte[] bytes, int start, int length) {
        return Lookup3.hash(ByteBuffer.wrap(bytes, start, length).slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    }

    private static void replace(ByteBuffer bytes, int start, int end, long from, long to) {
        for (int i = start; i <= end - 8; i++) {
            if (bytes.getLong(i) == from) {
                bytes.putLong(i, to);
                return;
            }
        }
        throw new AssertionError("no " + from + " in the header");
    }

    /** After a signature, a version, flags and the size of the messages in 4 bytes come the messages. */
    private static int checksum(ByteBuffer bytes, int start) {
        return start + 10 + bytes.getInt(start + 6);
    }
}
