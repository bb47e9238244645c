package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes the header of a group or a dataset. Its size does not depend on the addresses in it, so it is encoded
 * once to be measured and once, when all addresses are known, to be written.
 */
final class HeaderEncoder {
    private static final int MAX_MESSAGE = 0xffff;
    /** 16 bytes each, below the 64512 bytes that Keras gives one attribute. */
    private static final int MAX_TEXTS = 4000;

    private static final int UTF8 = 1;

    private final HeapPlan heap;

    HeaderEncoder(HeapPlan heap) {
        this.heap = heap;
    }

    /** The attributes as they go into the file: long lists split, bfloat16 named. */
    static Map<String, Hdf5Attribute> attributes(Hdf5Node node) {
        Map<String, Hdf5Attribute> expanded = new LinkedHashMap<>();
        if (node instanceof Hdf5Dataset dataset && dataset.array().dataType() == DataType.BFLOAT16) {
            expanded.put(DatasetReader.TYPE_ATTRIBUTE, new Hdf5Attribute.Text(DataType.BFLOAT16.kerasName()));
        }
        node.attributes().forEach((name, value) -> {
            if (value instanceof Hdf5Attribute.Texts texts && texts.values().size() > MAX_TEXTS) {
                List<String> all = texts.values();
                for (int part = 0; part * MAX_TEXTS < all.size(); part++) {
                    int end = Math.min(all.size(), (part + 1) * MAX_TEXTS);
                    put(expanded, name + part, new Hdf5Attribute.Texts(all.subList(part * MAX_TEXTS, end)));
                }
            } else {
                put(expanded, name, value);
            }
        });
        return expanded;
    }

    private static void put(Map<String, Hdf5Attribute> attributes, String name, Hdf5Attribute value) {
        if (attributes.put(name, value) != null) {
            throw new IllegalArgumentException("Hdf5Writer: expected attribute names that stay apart when bfloat16 is"
                    + " marked and long lists are split, received '" + name + "' twice. Rename it.");
        }
    }

    static List<String> texts(Hdf5Attribute value) {
        if (value instanceof Hdf5Attribute.Text text) {
            return List.of(text.value());
        }
        return value instanceof Hdf5Attribute.Texts texts ? texts.values() : List.of();
    }

    Structure group(Map<String, Long> children, Map<String, Hdf5Attribute> attributes, int firstText) {
        Structure messages = new Structure();
        Structure noFractalHeap = new Structure().u8(0, 0).u64(Cursor.UNDEFINED).u64(Cursor.UNDEFINED);
        message(messages, MessageType.LINK_INFO, noFractalHeap);
        message(messages, MessageType.GROUP_INFO, new Structure().u8(0, 0));
        children.forEach((name, address) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            // Flags: the character set is given, and the length of the name takes two bytes.
            Structure link = new Structure().u8(1, 0x11, UTF8).u16(bytes.length).raw(bytes);
            message(messages, MessageType.LINK, link.u64(address));
        });
        attributes(messages, attributes, firstText);
        return header(messages);
    }

    Structure dataset(Array array, long dataAddress, Map<String, Hdf5Attribute> attributes, int firstText) {
        Structure messages = new Structure();
        message(messages, MessageType.DATASPACE, space(array.shape().asArray()));
        message(messages, MessageType.DATATYPE, DatatypeEncoder.number(array.dataType()));
        int allocatedLateWrittenIfSet = 0x0a;
        message(messages, MessageType.FILL_VALUE, new Structure().u8(3, allocatedLateWrittenIfSet));
        int contiguous = 1;
        Structure layout = new Structure().u8(3, contiguous).u64(dataAddress);
        message(messages, MessageType.LAYOUT, layout.u64(array.bytes().remaining()));
        attributes(messages, attributes, firstText);
        return header(messages);
    }

    private static Structure header(Structure messages) {
        int sizeInFourBytes = 0x02;
        return new Structure()
                .ascii("OHDR")
                .u8(2, sizeInFourBytes)
                .u32(messages.size())
                .add(messages)
                .checksum();
    }

    private void attributes(Structure messages, Map<String, Hdf5Attribute> attributes, int firstText) {
        if (attributes.isEmpty()) {
            return;
        }
        Structure noFractalHeap = new Structure().u8(0, 0).u64(Cursor.UNDEFINED).u64(Cursor.UNDEFINED);
        message(messages, MessageType.ATTRIBUTE_INFO, noFractalHeap);
        int text = firstText;
        for (Map.Entry<String, Hdf5Attribute> attribute : attributes.entrySet()) {
            attribute(messages, attribute.getKey(), attribute.getValue(), text);
            text += texts(attribute.getValue()).size();
        }
    }

    private void attribute(Structure messages, String name, Hdf5Attribute value, int firstText) {
        Structure data = new Structure();
        Structure type = DatatypeEncoder.text();
        Structure space;
        if (value instanceof Hdf5Attribute.Numbers numbers) {
            type = DatatypeEncoder.number(numbers.value().dataType());
            space = space(numbers.value().shape().asArray());
            data.raw(numbers.value().bytes());
        } else {
            int count = texts(value).size();
            space = value instanceof Hdf5Attribute.Text ? space() : space(count);
            for (int i = 0; i < count; i++) {
                heap.refer(data, firstText + i);
            }
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Structure message = new Structure()
                .u8(3, 0)
                .u16(bytes.length + 1)
                .u16(type.size())
                .u16(space.size())
                .u8(UTF8)
                .raw(bytes)
                .u8(0);
        message(messages, MessageType.ATTRIBUTE, message.add(type).add(space).add(data));
    }

    private static Structure space(long... dimensions) {
        Structure space = new Structure().u8(2, dimensions.length, 0, dimensions.length == 0 ? 0 : 1);
        for (long dimension : dimensions) {
            space.u64(dimension);
        }
        return space;
    }

    private static void message(Structure messages, int type, Structure content) {
        if (content.size() > MAX_MESSAGE) {
            throw new IllegalArgumentException("Hdf5Writer: expected attributes below 64 KiB, received one of "
                    + content.size() + " bytes. Store it in a dataset.");
        }
        messages.u8(type).u16(content.size()).u8(0).add(content);
    }
}
