package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.AtomicFiles;
import io.cornu.savedmodels.archive.StreamedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree as an HDF5 file that h5py, and so Keras, reads.
 *
 * <p>All addresses are worked out first, then the bytes are written once from front to back, so a file of any
 * size takes only the memory of its headers and texts beside the arrays themselves. The same tree gives the
 * same bytes.
 *
 * <pre>{@code
 * Hdf5Writer.write(Path.of("model.weights.h5"), root);
 * ArchiveWriter.write(path, List.of(ArchiveContent.of("model.weights.h5", Hdf5Writer.of(root))));
 * }</pre>
 *
 * <p>The form: superblock 2, version 2 headers with compact links and attributes, contiguous little-endian
 * data, texts of variable length in global heaps, bfloat16 as opaque bytes with Keras' {@code dtype} attribute,
 * booleans as h5py's enumeration. Source: HDF5 File Format Specification 3.0; checked against h5py 3.16.
 */
public final class Hdf5Writer implements StreamedContent {
    private static final int SUPERBLOCK = 48;
    private static final int PIECE = 1 << 20;

    private final HeapPlan heap = new HeapPlan();
    private final HeaderEncoder encoder = new HeaderEncoder(heap);
    private final List<Placed> nodes = new ArrayList<>();
    private final long size;

    /** A node with its place in the file; one that comes twice in a tree has two. */
    private static final class Placed {
        private final Hdf5Node node;
        private final Map<String, Hdf5Attribute> attributes;
        private final Map<String, Placed> children = new LinkedHashMap<>();
        private final int firstText;
        private long header;
        private long data = Cursor.UNDEFINED;

        private Placed(Hdf5Node node, Map<String, Hdf5Attribute> attributes, int firstText) {
            this.node = node;
            this.attributes = attributes;
            this.firstText = firstText;
        }
    }

    private Hdf5Writer(Hdf5Group root) {
        place(root);
        long address = SUPERBLOCK;
        for (Placed placed : nodes) {
            placed.header = address;
            address = aligned(address + encode(placed).size());
        }
        address = heap.place(address);
        for (Placed placed : nodes) {
            if (placed.node instanceof Hdf5Dataset dataset && dataset.array().size() > 0) {
                placed.data = aligned(address);
                address = placed.data + dataset.array().bytes().remaining();
            }
        }
        size = address;
    }

    /**
     * Plans a file.
     *
     * @param root the root group
     * @return content to be put into an archive
     * @throws IllegalArgumentException if an attribute of numbers is beyond 64 KiB
     */
    public static Hdf5Writer of(Hdf5Group root) {
        return new Hdf5Writer(root);
    }

    /**
     * Writes a file of its own, whole or not at all.
     *
     * @param target the file to make or replace
     * @param root the root group
     * @throws IllegalArgumentException if an attribute of numbers is beyond 64 KiB
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(Path target, Hdf5Group root) throws IOException {
        Hdf5Writer writer = of(root);
        AtomicFiles.write(target, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                writer.writeTo(channel);
            }
        });
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        Output output = new Output(channel);
        output.write(superblock().toBuffer());
        for (Placed placed : nodes) {
            output.padTo(placed.header);
            output.write(encode(placed).toBuffer());
        }
        output.padTo(aligned(output.position));
        for (int i = 0; i < heap.collections(); i++) {
            output.write(heap.encode(i).toBuffer());
        }
        for (Placed placed : nodes) {
            if (placed.data != Cursor.UNDEFINED && placed.node instanceof Hdf5Dataset dataset) {
                output.padTo(placed.data);
                output.write(dataset.array().bytes());
            }
        }
    }

    private Placed place(Hdf5Node node) {
        Map<String, Hdf5Attribute> attributes = HeaderEncoder.attributes(node);
        int firstText = heap.texts();
        attributes.values().forEach(value -> HeaderEncoder.texts(value).forEach(heap::add));
        Placed placed = new Placed(node, attributes, firstText);
        nodes.add(placed);
        if (node instanceof Hdf5Group group) {
            group.children().forEach((name, child) -> placed.children.put(name, place(child)));
        }
        return placed;
    }

    private Structure encode(Placed placed) {
        if (placed.node instanceof Hdf5Dataset dataset) {
            Array array = dataset.array();
            return encoder.dataset(array, placed.data, placed.attributes, placed.firstText);
        }
        Map<String, Long> children = new LinkedHashMap<>();
        placed.children.forEach((name, child) -> children.put(name, child.header));
        return encoder.group(children, placed.attributes, placed.firstText);
    }

    private Structure superblock() {
        return new Structure()
                .u8(0x89)
                .ascii("HDF\r\n\u001a\n")
                .u8(2, 8, 8, 0)
                .u64(0)
                .u64(Cursor.UNDEFINED)
                .u64(size)
                .u64(SUPERBLOCK)
                .checksum();
    }

    private static long aligned(long address) {
        return (address + 7) / 8 * 8;
    }

    private static final class Output {
        private final WritableByteChannel channel;
        private long position;

        private Output(WritableByteChannel channel) {
            this.channel = channel;
        }

        private void padTo(long address) throws IOException {
            write(ByteBuffer.allocate((int) (address - position)));
        }

        /** In pieces, for the JDK copies what lies in the heap to native memory of the same size. */
        private void write(ByteBuffer bytes) throws IOException {
            ByteBuffer rest = bytes.duplicate();
            while (rest.hasRemaining()) {
                ByteBuffer piece = rest.slice(rest.position(), Math.min(PIECE, rest.remaining()));
                rest.position(rest.position() + piece.remaining());
                while (piece.hasRemaining()) {
                    position += channel.write(piece);
                }
            }
        }
    }
}
