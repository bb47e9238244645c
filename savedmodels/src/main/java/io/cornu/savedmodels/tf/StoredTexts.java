package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Texts as a checkpoint stores them: their lengths as varints, the checksum of the lengths, the bytes.
 *
 * <p>Source: {@code WriteStringTensor} in {@code tensorflow/core/util/tensor_bundle/tensor_bundle.cc}. The checksum
 * goes over the lengths as numbers of 4 bytes, or of 8 where they need it, not over the varints.
 */
record StoredTexts(List<ByteString> values, int checksum) {
    static StoredTexts read(String where, ByteBuffer stored, long count) throws MalformedFileException {
        ByteBuffer bytes = stored.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        CRC32C checksum = new CRC32C();
        List<Integer> lengths = new ArrayList<>();
        long total = 0;
        for (long i = 0; i < count; i++) {
            long length = length(where, bytes);
            total += length;
            if (total > bytes.remaining()) {
                throw new MalformedFileException(
                        where, "expected texts inside their " + bytes.remaining() + " bytes, received longer ones.");
            }
            lengths.add((int) length);
            checksum.update(number((int) length));
        }
        if (bytes.remaining() != total + 4) {
            throw new MalformedFileException(
                    where, "expected texts of " + total + " bytes, received " + (bytes.remaining() - 4) + ".");
        }
        int stated = bytes.getInt();
        if (stated != Checksums.masked(checksum)) {
            throw new MalformedFileException(where, "the checksum of the lengths does not fit. Copy the file again.");
        }
        checksum.update(number(stated));
        List<ByteString> values = new ArrayList<>();
        for (int length : lengths) {
            ByteBuffer text = bytes.slice(bytes.position(), length);
            values.add(ByteString.copyFrom(text.duplicate()));
            checksum.update(text);
            bytes.position(bytes.position() + length);
        }
        return new StoredTexts(List.copyOf(values), Checksums.masked(checksum));
    }

    /** One text in its stored form. */
    static byte[] stored(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TableWriter.number(bytes, text.length);
        CRC32C lengths = new CRC32C();
        lengths.update(number(text.length));
        bytes.writeBytes(number(Checksums.masked(lengths)).array());
        bytes.writeBytes(text);
        return bytes.toByteArray();
    }

    private static long length(String where, ByteBuffer bytes) throws MalformedFileException {
        long number = 0;
        for (int shift = 0; shift < 35 && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new MalformedFileException(where, "expected the length of a text below 2 GiB, received another.");
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).flip();
    }
}
