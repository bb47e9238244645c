package io.cornu.savedmodels.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Content that knows its size and is written piece by piece, so that gigabytes need no memory of their own.
 */
public interface StreamedContent {
    /**
     * How many bytes {@link #writeTo} will write.
     *
     * @return the exact size
     */
    long size();

    /**
     * Writes the content; the same bytes every time.
     *
     * @param channel where to; not closed
     * @throws IOException if the channel fails
     */
    void writeTo(WritableByteChannel channel) throws IOException;

    /**
     * Content that lies in memory.
     *
     * @param bytes the content; not copied
     * @return the content
     */
    static StreamedContent of(byte[] bytes) {
        return new StreamedContent() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void writeTo(WritableByteChannel channel) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        };
    }
}
