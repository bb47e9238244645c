package io.cornu.savedmodels.tf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/** A LevelDB table of plain blocks, as {@link TableReader} reads it. */
final class TableWriter {
    private static final int BLOCK = 64 << 10;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private ByteArrayOutputStream block = new ByteArrayOutputStream();

    private TableWriter() {}

    /**
     * The bytes of a table.
     *
     * @param entries by key; ASCII keys, or others in the order of their UTF-8 bytes
     */
    static byte[] write(SortedMap<String, byte[]> entries) {
        return new TableWriter().table(entries);
    }

    private byte[] table(SortedMap<String, byte[]> entries) {
        String last = "";
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (block.size() > BLOCK) {
                endBlock(last);
            }
            last = entry.getKey();
            entry(block, last, entry.getValue());
        }
        endBlock(last);
        long[] metadata = block(new ByteArrayOutputStream());
        long[] indexed = block(index);
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        handle(footer, metadata);
        handle(footer, indexed);
        footer.writeBytes(new byte[TableReader.FOOTER - 8 - footer.size()]);
        file.writeBytes(footer.toByteArray());
        file.writeBytes(little(8).putLong(TableReader.MAGIC).array());
        return file.toByteArray();
    }

    private void endBlock(String last) {
        long[] handle = block(block);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        handle(value, handle);
        entry(index, last, value.toByteArray());
        block = new ByteArrayOutputStream();
    }

    /** Nothing shared with the key before, which a block of one restart may do and readers need not undo. */
    private static void entry(ByteArrayOutputStream block, String key, byte[] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        number(block, 0);
        number(block, bytes.length);
        number(block, value.length);
        block.writeBytes(bytes);
        block.writeBytes(value);
    }

    private long[] block(ByteArrayOutputStream content) {
        content.writeBytes(little(8).putInt(0).putInt(1).array());
        content.write(0);
        byte[] bytes = content.toByteArray();
        long[] handle = {file.size(), bytes.length - 1};
        file.writeBytes(bytes);
        file.writeBytes(little(4).putInt(Checksums.masked(ByteBuffer.wrap(bytes))).array());
        return handle;
    }

    private static void handle(ByteArrayOutputStream bytes, long[] handle) {
        number(bytes, handle[0]);
        number(bytes, handle[1]);
    }

    static void number(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
