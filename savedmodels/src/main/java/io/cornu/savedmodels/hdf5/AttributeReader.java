package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the attributes in an object's header. */
final class AttributeReader {
    private static final int SHARED_TYPE_OR_SPACE = 3;
    /** What an attribute, and a text in a list, take in memory beside their content. */
    private static final int ATTRIBUTE_COST = 256;

    private static final int TEXT_COST = 32;

    private final Hdf5File file;
    private final GlobalHeap heap;

    AttributeReader(Hdf5File file) {
        this.file = file;
        this.heap = new GlobalHeap(file);
    }

    Map<String, Hdf5Attribute> read(ObjectHeader header) throws MalformedFileException {
        for (Cursor info : header.all(MessageType.ATTRIBUTE_INFO)) {
            refuseDense(info);
        }
        Map<String, Hdf5Attribute> attributes = new LinkedHashMap<>();
        for (Cursor message : header.all(MessageType.ATTRIBUTE)) {
            read(header.where(), message, attributes);
        }
        return attributes;
    }

    private static void refuseDense(Cursor info) throws MalformedFileException {
        info.expectVersion("attribute information", 0, 0);
        int flags = info.u8();
        info.skip((flags & 1) != 0 ? 2 : 0);
        if (info.address() != Cursor.UNDEFINED) {
            throw info.malformed("expected attributes in the header, received them in a fractal heap."
                    + " Save it again with names in ASCII and h5py's default libver.");
        }
    }

    private void read(String object, Cursor message, Map<String, Hdf5Attribute> attributes)
            throws MalformedFileException {
        int version = message.u8();
        int flags = message.u8();
        if (version < 1 || version > 3 || (version > 1 && (flags & SHARED_TYPE_OR_SPACE) != 0)) {
            throw message.malformed("expected an attribute of version 1 to 3 with a type of its own, received version "
                    + version + " with flags " + flags + ".");
        }
        int nameSize = message.u16();
        int typeSize = message.u16();
        int spaceSize = message.u16();
        message.skip(version == 3 ? 1 : 0);
        String name = part(message, nameSize, version).text();
        if (!Hdf5Names.isAttribute(name)) {
            throw message.malformed(
                    "expected attributes with names, received one of " + name.length() + " characters.");
        }
        String where = object + "@" + name;
        Datatype type =
                Datatype.read(new Cursor(where, part(message, typeSize, version).rest()));
        Dataspace space = Dataspace.read(
                new Cursor(where, part(message, spaceSize, version).rest()));
        file.useText(where, ATTRIBUTE_COST + nameSize + message.remaining());
        Hdf5Attribute value = value(type, space, new Cursor(where, message.rest()));
        if (attributes.put(name, value) != null) {
            throw message.malformed("expected every attribute once, received '" + name + "' twice.");
        }
    }

    /** Version 1 pads each part to 8 bytes. */
    private static Cursor part(Cursor message, int size, int version) throws MalformedFileException {
        Cursor part = message.take(size);
        message.skip(version == 1 ? -size & 7 : 0);
        return part;
    }

    private Hdf5Attribute value(Datatype type, Dataspace space, Cursor data) throws MalformedFileException {
        Cursor elements = data.take(space.bytes(data.where(), type.size()));
        if (type instanceof Datatype.Number number) {
            return new Hdf5Attribute.Numbers(numbers(number, space, elements));
        }
        if (type instanceof Datatype.Opaque || space.rank() > 1) {
            throw data.malformed(
                    "expected numbers, a text or a list of texts, received " + type + " of rank " + space.rank() + ".");
        }
        List<String> texts = new ArrayList<>();
        while (elements.remaining() > 0) {
            texts.add(text(type, elements.take(type.size())));
        }
        return space.rank() == 0 ? new Hdf5Attribute.Text(texts.get(0)) : new Hdf5Attribute.Texts(texts);
    }

    private Array numbers(Datatype.Number type, Dataspace space, Cursor elements) throws MalformedFileException {
        if (type.type() == DataType.BFLOAT16) {
            throw elements.malformed("expected bfloat16 in datasets only, received it in an attribute.");
        }
        // Copied, so that an attribute does not hold on to the file.
        ByteBuffer copy =
                ByteBuffer.allocate(elements.remaining()).put(elements.rest()).flip();
        return Numbers.array(elements.where(), type, copy, space);
    }

    private String text(Datatype type, Cursor element) throws MalformedFileException {
        file.useText(element.where(), TEXT_COST);
        if (type instanceof Datatype.FixedText fixed) {
            String text = element.text();
            return fixed.spacePadded() ? text.stripTrailing() : text;
        }
        long length = element.u32();
        long address = element.address();
        long index = element.u32();
        if (length == 0) {
            return "";
        }
        file.useText(element.where(), length);
        return heap.get(element.where(), address, index, length).text();
    }
}
