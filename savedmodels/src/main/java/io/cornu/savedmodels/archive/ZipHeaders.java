package io.cornu.savedmodels.archive;

import static io.cornu.savedmodels.archive.ZipFormat.unsignedInt;
import static io.cornu.savedmodels.archive.ZipFormat.unsignedShort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Checks the header that stands before each entry against what the directory says of it. */
final class ZipHeaders {
    private final String where;
    private final FileChannel channel;

    ZipHeaders(String where, FileChannel channel) {
        this.where = where;
        this.channel = channel;
    }

    /** What a header says; the two lengths are of the name and the extra fields that follow. */
    private record Header(
            int signature, int flags, int method, long crc, long storedSize, long size, int name, int extra) {
        static Header read(ByteBuffer bytes) {
            int signature = bytes.getInt();
            bytes.getShort();
            int flags = unsignedShort(bytes);
            int method = unsignedShort(bytes);
            bytes.getInt();
            return new Header(
                    signature,
                    flags,
                    method,
                    unsignedInt(bytes),
                    unsignedInt(bytes),
                    unsignedInt(bytes),
                    unsignedShort(bytes),
                    unsignedShort(bytes));
        }
    }

    /** The entry with the place of its content. */
    ZipDirectory.Located verified(ZipDirectory.Located entry, long directoryStart) throws IOException {
        long start = entry.header();
        if (start < 0 || start > directoryStart - ZipFormat.LOCAL_SIZE) {
            throw malformed(entry, "expected a header inside the file, received offset " + start + ".");
        }
        Header header = Header.read(ByteSource.read(channel, start, ZipFormat.LOCAL_SIZE));
        long data = start + ZipFormat.LOCAL_SIZE + header.name + header.extra;
        if (header.signature != ZipFormat.LOCAL
                || data > directoryStart - entry.entry().storedSize()) {
            throw malformed(entry, "expected a header and content before the directory, received neither.");
        }
        ByteBuffer rest = ByteSource.read(channel, start + ZipFormat.LOCAL_SIZE, header.name + header.extra);
        String name = ZipFormat.name(where, ZipFormat.take(rest, header.name), header.flags);
        ZipFormat.Sizes sizes = new ZipFormat.Sizes(header.size, header.storedSize, 0).widened(rest);
        boolean agrees = name.equals(entry.entry().name())
                && header.method == (entry.entry().deflated() ? ZipFormat.DEFLATED : ZipFormat.STORED)
                && header.flags == entry.flags()
                && fits(entry, header.crc, entry.crc())
                && fits(entry, sizes.storedSize(), entry.entry().storedSize())
                && fits(entry, sizes.size(), entry.entry().size());
        if (!agrees) {
            throw malformed(
                    entry,
                    "expected the entry's header to say the same as the directory, received a"
                            + " difference. The file is damaged or made to deceive.");
        }
        return entry.at(data);
    }

    /** With a descriptor after the content, the header before it may leave a number open. */
    private static boolean fits(ZipDirectory.Located entry, long local, long central) {
        boolean mayBeOpen = (entry.flags() & ZipFormat.FLAG_DESCRIPTOR) != 0;
        return local == central || mayBeOpen && (local == 0 || local == ZipFormat.SATURATED);
    }

    private MalformedFileException malformed(ZipDirectory.Located entry, String problem) {
        return new MalformedFileException(where + "/" + entry.entry().name(), problem);
    }
}
