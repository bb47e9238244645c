package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.VersionDef;

/** The two files of a checkpoint, one of numbers and one that tells where they lie. */
final class CheckpointWriter {
    private static final int ALIGNMENT = 64;

    private CheckpointWriter() {}

    /**
     * Writes the numbers of a checkpoint into a new file.
     *
     * @param data the file
     * @param arrays by key
     * @param texts by key, one text each
     * @return the bytes of the index
     */
    static byte[] write(Path data, Map<String, Array> arrays, Map<String, byte[]> texts) throws IOException {
        SortedMap<String, byte[]> index = new TreeMap<>();
        index.put(
                "",
                BundleHeaderProto.newBuilder()
                        .setNumShards(1)
                        .setVersion(VersionDef.newBuilder().setProducer(1))
                        .build()
                        .toByteArray());
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            for (Map.Entry<String, Array> entry : new TreeMap<>(arrays).entrySet()) {
                Array array = entry.getValue();
                ByteBuffer bytes = array.bytes();
                index.put(
                        entry.getKey(),
                        entry(
                                ProtoTypes.proto(array.dataType()),
                                array.shape(),
                                append(channel, bytes),
                                bytes.remaining(),
                                Checksums.masked(bytes)));
            }
            for (Map.Entry<String, byte[]> entry : texts.entrySet()) {
                byte[] stored = StoredTexts.stored(entry.getValue());
                long offset = append(channel, ByteBuffer.wrap(stored));
                int checksum = StoredTexts.read(entry.getKey(), ByteBuffer.wrap(stored), 1)
                        .checksum();
                index.put(entry.getKey(), entry(DataType.DT_STRING, Shape.scalar(), offset, stored.length, checksum));
            }
        }
        return TableWriter.write(index);
    }

    private static byte[] entry(DataType type, Shape shape, long offset, long size, int checksum) {
        return BundleEntryProto.newBuilder()
                .setDtype(type)
                .setShape(ProtoTypes.proto(shape))
                .setOffset(offset)
                .setSize(size)
                .setCrc32C(checksum)
                .build()
                .toByteArray();
    }

    /** Where the bytes begin: at a multiple of 64, so that a mapped file can be used as it is. */
    private static long append(FileChannel channel, ByteBuffer bytes) throws IOException {
        long end = channel.position();
        long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer padding = ByteBuffer.allocate((int) (offset - end));
        while (padding.hasRemaining()) {
            channel.write(padding);
        }
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        return offset;
    }
}
