package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Where a tensor of a checkpoint lies.
 *
 * @param checksum of its bytes, masked
 * @param isSliced whether its numbers lie under other keys, in parts
 */
record BundleEntry(
        String key,
        DataType type,
        Shape shape,
        int shard,
        long offset,
        long size,
        int checksum,
        boolean isSliced) {
    static BundleEntry of(String where, String key, ByteString message, int shards) throws MalformedFileException {
        BundleEntryProto proto;
        try {
            proto = BundleEntryProto.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(where + ", " + key, "expected an entry, received something else.", e);
        }
        if (proto.getShape().getUnknownRank()) {
            throw new MalformedFileException(where + ", " + key, "expected a shape, received an unknown one.");
        }
        for (TensorShapeProto.Dim dimension : proto.getShape().getDimList()) {
            if (dimension.getSize() < 0) {
                throw new MalformedFileException(
                        where + ", " + key,
                        "expected dimensions of at least 0, received " + dimension.getSize() + ".");
            }
        }
        BundleEntry entry = new BundleEntry(
                key,
                proto.getDtype(),
                ProtoTypes.ours(proto.getShape()),
                proto.getShardId(),
                proto.getOffset(),
                proto.getSize(),
                proto.getCrc32C(),
                proto.getSlicesCount() > 0);
        entry.requireSound(where, shards);
        return entry;
    }

    private void requireSound(String where, int shards) throws MalformedFileException {
        if (isSliced) {
            return;
        }
        if (shard < 0 || shard >= shards || offset < 0 || size < 0 || offset > Long.MAX_VALUE - size) {
            throw new MalformedFileException(
                    where + ", " + key,
                    "expected bytes in one of " + shards + " data files, received " + size + " at " + offset
                            + " of file " + shard + ".");
        }
        Optional<io.cornu.data.DataType> numbers = numbers();
        if (numbers.isPresent() && size != bytes(numbers.get())) {
            throw new MalformedFileException(
                    where + ", " + key,
                    "expected the bytes of " + ProtoTypes.name(type) + " " + shape + ", received " + size + ".");
        }
        if (type == DataType.DT_STRING && elements() > size) {
            throw new MalformedFileException(
                    where + ", " + key, "expected " + elements() + " texts, received " + size + " bytes for them.");
        }
    }

    Optional<io.cornu.data.DataType> numbers() {
        return ProtoTypes.ours(type);
    }

    /** How many numbers or texts; as many as a long holds if there are more. */
    long elements() {
        long elements = 1;
        boolean isEmpty = false;
        for (long dimension : shape.asArray()) {
            isEmpty |= dimension == 0;
            elements = dimension != 0 && elements > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : elements * Math.max(dimension, 1);
        }
        return isEmpty ? 0 : elements;
    }

    private long bytes(io.cornu.data.DataType numbers) {
        long elements = elements();
        return elements > Long.MAX_VALUE / numbers.size() ? Long.MAX_VALUE : elements * numbers.size();
    }
}
