package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.BundleHeaderProto;

/** The data files of a checkpoint, which its index tells of. */
final class CheckpointFiles {
    private static final int MAX_SHARDS = 10_000;

    private CheckpointFiles() {}

    /** How many there are. */
    static int count(String where, @Nullable ByteString message) throws MalformedFileException {
        if (message == null) {
            throw new MalformedFileException(where, "expected an entry with the number of data files, received none.");
        }
        try {
            BundleHeaderProto header = BundleHeaderProto.parseFrom(message);
            if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
                throw new MalformedFileException(
                        where, "expected little-endian numbers, received big-endian ones. Save it on another machine.");
            }
            if (header.getNumShards() < 1 || header.getNumShards() > MAX_SHARDS) {
                throw new MalformedFileException(
                        where, "expected 1 to " + MAX_SHARDS + " data files, received " + header.getNumShards() + ".");
            }
            return header.getNumShards();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(where, "expected the number of data files, received something else.", e);
        }
    }

    static Path shard(Path prefix, int number, int count) {
        return Path.of(String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, number, count));
    }

    /** The files that hold anything, each entry inside its file and clear of the others. */
    static Map<Integer, ByteSource> open(
            String where, Path directory, Path prefix, int count, Map<String, BundleEntry> entries) throws IOException {
        Map<Integer, List<BundleEntry>> byShard = new LinkedHashMap<>();
        entries.values().stream().filter(entry -> !entry.isSliced()).forEach(entry -> byShard.computeIfAbsent(
                        entry.shard(), shard -> new ArrayList<>())
                .add(entry));
        Map<Integer, ByteSource> sources = new LinkedHashMap<>();
        for (Map.Entry<Integer, List<BundleEntry>> shard : byShard.entrySet()) {
            Path file = shard(prefix, shard.getKey(), count);
            ByteSource source = ByteSource.of(ContainedFiles.require(directory, file, "a data file of the checkpoint"));
            sources.put(shard.getKey(), source);
            long end = 0;
            for (BundleEntry entry : shard.getValue().stream()
                    .sorted(Comparator.comparingLong(BundleEntry::offset).thenComparingLong(BundleEntry::size))
                    .toList()) {
                if (entry.offset() < end || entry.offset() + entry.size() > source.size()) {
                    throw new MalformedFileException(
                            where + ", " + entry.key(),
                            "expected bytes of its own inside the " + source.size() + " of " + file.getFileName()
                                    + ", received " + entry.size() + " at " + entry.offset()
                                    + ". Copy the whole checkpoint again.");
                }
                end = entry.offset() + entry.size();
            }
        }
        return sources;
    }
}
