package io.cornu.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord form: length, its checksum, content, its checksum.
 *
 * <p>Source: TensorFlow 2.18, {@code tensorflow/core/lib/io/record_writer.h}.
 */
final class RecordStream implements AutoCloseable {
    private static final int MASK = 0xa282ead8;

    private final OutputStream out;

    RecordStream(OutputStream out) {
        this.out = out;
    }

    void write(byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(Math.addExact(content.length, Long.BYTES + 2 * Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(masked(record.array(), Long.BYTES));
        record.put(content);
        record.putInt(masked(content, content.length));
        out.write(record.array());
        out.flush();
    }

    /** A checksum that may itself be checked: that of data with its own checksum in it would be no good. */
    static int masked(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
