package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads an HDF5 file, from a source that is not trusted, into a tree.
 *
 * <p>The whole tree is read and checked at once. Numbers that lie plainly in the file (contiguous and
 * little-endian, as Keras writes them) are not copied: the arrays are views of the source. Big-endian numbers
 * are turned around and compressed chunks put together, within {@link ReadLimits#maxInflatedBytes}.
 *
 * <p>Anything wrong is a {@link MalformedFileException} that names the path in the file: structures outside the
 * file, links (soft, external, or a second hard link to an object), external storage, virtual datasets,
 * compounds, references, texts as data, filters other than deflate, shuffle and Fletcher-32, and what h5py
 * writes only when asked for its latest format (fractal heaps and newer indexes of chunks).
 *
 * <p>Source: HDF5 File Format Specification 3.0; checked against h5py 3.16.
 */
public final class Hdf5Reader {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private Hdf5Reader() {}

    /**
     * Reads a file with {@link ReadLimits#defaults()}.
     *
     * @param file an HDF5 file
     * @return its root group
     * @throws MalformedFileException if the file is damaged, not supported or beyond the limits
     * @throws IOException if the file cannot be read
     */
    public static Hdf5Group read(Path file) throws IOException {
        return read(file, ReadLimits.defaults());
    }

    /**
     * Reads a file.
     *
     * @param file an HDF5 file
     * @param limits how much it may ask for
     * @return its root group
     * @throws MalformedFileException if the file is damaged, not supported or beyond the limits
     * @throws IOException if the file cannot be read
     */
    public static Hdf5Group read(Path file, ReadLimits limits) throws IOException {
        return read(file.toString(), ByteSource.of(file), limits);
    }

    /**
     * Reads a file that lies in memory or in an archive.
     *
     * @param name what to call it in errors, such as {@code model.keras/model.weights.h5}
     * @param source the bytes of the file
     * @param limits how much it may ask for
     * @return its root group
     * @throws MalformedFileException if the file is damaged, not supported or beyond the limits
     */
    public static Hdf5Group read(String name, ByteSource source, ReadLimits limits) throws MalformedFileException {
        Hdf5File file = new Hdf5File(name, source, limits);
        return new TreeReader(file).root(rootHeader(file));
    }

    private static long rootHeader(Hdf5File file) throws MalformedFileException {
        String name = file.name();
        if (file.size() < 48) {
            throw new MalformedFileException(name, "expected an HDF5 file, received " + file.size() + " bytes.");
        }
        Cursor superblock = file.at(name, 0, Math.min(file.size(), 100));
        for (byte expected : SIGNATURE) {
            if ((byte) superblock.u8() != expected) {
                throw superblock.malformed("expected an HDF5 file, received something else.");
            }
        }
        int version = superblock.u8();
        if (version > 3) {
            throw superblock.malformed(
                    "expected an HDF5 superblock of version 0 to 3, received version " + version + ".");
        }
        return version < 2 ? olderRoot(file, superblock, version) : newerRoot(file, superblock);
    }

    private static long olderRoot(Hdf5File file, Cursor superblock, int version) throws MalformedFileException {
        superblock.skip(4);
        checkWidths(superblock);
        superblock.skip(1 + 2 + 2 + 4 + (version == 1 ? 4 : 0));
        checkBase(superblock);
        superblock.skip(8);
        checkEnd(file, superblock);
        superblock.skip(8);
        return superblock.skip(8).address();
    }

    private static long newerRoot(Hdf5File file, Cursor superblock) throws MalformedFileException {
        checkWidths(superblock);
        superblock.skip(1);
        checkBase(superblock);
        superblock.skip(8);
        checkEnd(file, superblock);
        long root = superblock.address();
        int stored = (int) superblock.u32();
        if (Lookup3.hash(file.at(file.name(), 0, 44).rest()) != stored) {
            throw superblock.malformed(
                    "expected a superblock that fits its checksum, received another. The file is damaged.");
        }
        return root;
    }

    private static void checkWidths(Cursor superblock) throws MalformedFileException {
        int offsets = superblock.u8();
        int lengths = superblock.u8();
        if (offsets != 8 || lengths != 8) {
            throw superblock.malformed(
                    "expected offsets and lengths of 8 bytes, received " + offsets + " and " + lengths + ".");
        }
    }

    private static void checkBase(Cursor superblock) throws MalformedFileException {
        long base = superblock.size();
        if (base != 0) {
            throw superblock.malformed("expected no user block, received one of " + base + " bytes.");
        }
    }

    private static void checkEnd(Hdf5File file, Cursor superblock) throws MalformedFileException {
        long end = superblock.size();
        if (end > file.size()) {
            throw superblock.malformed(
                    "expected a file of " + end + " bytes, received " + file.size() + ". The file was cut short.");
        }
    }
}
