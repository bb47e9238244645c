package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the numbers of a dataset, as a view of the file wherever they lie there plainly. */
final class DatasetReader {
    /** The attribute by which Keras tells what opaque bytes are. */
    static final String TYPE_ATTRIBUTE = "dtype";

    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;

    private final Hdf5File file;

    DatasetReader(Hdf5File file) {
        this.file = file;
    }

    Hdf5Dataset read(ObjectHeader header, Map<String, Hdf5Attribute> attributes) throws MalformedFileException {
        String where = header.where();
        if (header.has(MessageType.EXTERNAL_FILES)) {
            throw new MalformedFileException(
                    where, "expected data in the file, received external storage. It is not followed; copy it in.");
        }
        Dataspace space = Dataspace.read(header.get(MessageType.DATASPACE, "shape"));
        Datatype type = Datatype.read(header.get(MessageType.DATATYPE, "type"));
        Map<String, Hdf5Attribute> rest = new LinkedHashMap<>(attributes);
        Datatype.Number number = number(where, type, rest);
        long size = space.bytes(where, number.size());
        ByteBuffer bytes = size == 0 ? ByteBuffer.allocate(0) : data(header, space, number, size);
        if (number.bigEndian() && bytes.isReadOnly()) {
            bytes = ByteBuffer.wrap(file.allocate(where, size, size, size))
                    .put(bytes)
                    .flip();
        }
        if (number.type() == DataType.BOOL) {
            file.charge(where, size, size);
        }
        Array array = Numbers.array(where, number, bytes, space);
        return new Hdf5Dataset(array, rest);
    }

    private static Datatype.Number number(String where, Datatype type, Map<String, Hdf5Attribute> attributes)
            throws MalformedFileException {
        if (type instanceof Datatype.Number number) {
            return number;
        }
        boolean isBfloat16 = type instanceof Datatype.Opaque opaque
                && opaque.size() == DataType.BFLOAT16.size()
                && attributes.get(TYPE_ATTRIBUTE) instanceof Hdf5Attribute.Text text
                && text.value().equals(DataType.BFLOAT16.kerasName());
        if (!isBfloat16) {
            throw new MalformedFileException(where, "expected numbers, received " + type + ".");
        }
        attributes.remove(TYPE_ATTRIBUTE);
        return new Datatype.Number(DataType.BFLOAT16, false);
    }

    private ByteBuffer data(ObjectHeader header, Dataspace space, Datatype.Number type, long size)
            throws MalformedFileException {
        Cursor layout = header.get(MessageType.LAYOUT, "layout");
        int version = layout.u8();
        int kind = layout.u8();
        if (version == 4 && kind == VIRTUAL) {
            throw layout.malformed(
                    "expected data in the file, received a virtual dataset. It is not followed; copy it in.");
        }
        // Version 4 differs in how chunks are found only.
        boolean known = version == 3 && kind <= CHUNKED || version == 4 && kind <= CONTIGUOUS;
        if (!known) {
            throw layout.malformed("expected a layout of version 3, received version " + version + " of kind " + kind
                    + ". Save it again with h5py's default libver.");
        }
        if (kind != CHUNKED && header.has(MessageType.FILTERS)) {
            throw layout.malformed("expected filters on chunked data only, received them on plain data.");
        }
        return switch (kind) {
            case COMPACT -> exactly(layout, size, layout.u16()).rest();
            case CONTIGUOUS -> contiguous(header, layout, size);
            default -> new ChunkReader(file, header, space, type.size()).read(layout, size);
        };
    }

    private ByteBuffer contiguous(ObjectHeader header, Cursor layout, long size) throws MalformedFileException {
        long address = layout.address();
        long stored = layout.size();
        if (address == Cursor.UNDEFINED) {
            FillValue.checkZero(header);
            return ByteBuffer.wrap(file.allocate(header.where(), size, size, 0));
        }
        checkSize(layout, size, stored);
        return file.at(header.where(), address, size).rest();
    }

    private static Cursor exactly(Cursor layout, long size, long stored) throws MalformedFileException {
        checkSize(layout, size, stored);
        return layout.take(stored);
    }

    private static void checkSize(Cursor layout, long size, long stored) throws MalformedFileException {
        if (stored != size) {
            throw layout.malformed("expected " + size + " bytes of data for the shape, received " + stored + ".");
        }
    }
}
