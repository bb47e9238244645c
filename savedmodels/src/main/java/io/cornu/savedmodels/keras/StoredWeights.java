package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import io.cornu.savedmodels.hdf5.Hdf5Node;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The groups of weights in any file of Keras that has them.
 *
 * @param root the groups
 * @param isLegacy whether they are laid out by the names of layers, as Keras 2 did
 */
record StoredWeights(Hdf5Group root, boolean isLegacy) {
    static StoredWeights open(Path file, ReadLimits limits) throws IOException {
        ModelFormat format = ModelFormat.of(file, limits);
        return switch (format) {
            case KERAS -> new StoredWeights(archive(file, limits), false);
            case KERAS_WEIGHTS -> new StoredWeights(isIndex(file) ? shards(file, limits) : Hdf5Reader.read(file, limits), false);
            case KERAS_H5 -> new StoredWeights(Hdf5Reader.read(file, limits).group("model_weights"), true);
            case KERAS_H5_WEIGHTS -> new StoredWeights(Hdf5Reader.read(file, limits), true);
            default ->
                throw new MalformedFileException(
                        file.toString(), "expected weights of Keras, received a " + format.title() + ".");
        };
    }

    private static Hdf5Group archive(Path file, ReadLimits limits) throws IOException {
        if (Files.isDirectory(file)) {
            return Hdf5Reader.read(file.resolve(KerasArchive.WEIGHTS), limits);
        }
        try (ArchiveReader archive = ArchiveReader.open(file, limits)) {
            return Hdf5Reader.read(
                    archive.describe(KerasArchive.WEIGHTS), archive.content(KerasArchive.WEIGHTS), limits);
        }
    }

    private static boolean isIndex(Path file) throws IOException {
        byte[] first = new byte[1];
        ByteSource.of(file).slice(0, 1).get(first);
        return (first[0] & 0xff) != 0x89;
    }

    /** The files that an index names stand beside it, and nowhere else. */
    private static Hdf5Group shards(Path index, ReadLimits limits) throws IOException {
        ByteSource content = ByteSource.of(index);
        byte[] bytes = ReadLimits.allocate(index.toString(), Math.min(content.size(), limits.maxJsonBytes() + 1));
        content.slice(0, bytes.length).get(bytes);
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode files : Json.read(index.toString(), bytes, limits).path("weight_map")) {
            for (JsonNode name : files.isArray() ? files : List.of(files)) {
                names.add(name.asText());
            }
        }
        if (names.isEmpty() || names.size() > limits.maxEntries()) {
            throw new MalformedFileException(
                    index.toString(),
                    "expected 1 to " + limits.maxEntries() + " files of weights, received " + names.size() + ".");
        }
        List<Hdf5Group> shards = new ArrayList<>();
        for (String name : names) {
            Path shard = index.resolveSibling(plain(index, name));
            if (!Files.isRegularFile(shard, LinkOption.NOFOLLOW_LINKS)) {
                throw new MalformedFileException(
                        index.toString(), "expected the file " + name + " beside the index, received none.");
            }
            shards.add(Hdf5Reader.read(shard, limits));
        }
        return merged(index.toString(), shards);
    }

    private static String plain(Path index, String name) throws MalformedFileException {
        if (!name.matches("[\\w][\\w. ()+-]*")) {
            throw new MalformedFileException(
                    index.toString(),
                    "expected names of files in the same folder, received '" + Place.shortened(name) + "'.");
        }
        return name;
    }

    /** A layer whose variables did not fit into one file has a group of the same name in the next. */
    private static Hdf5Group merged(String where, List<Hdf5Group> parts) throws MalformedFileException {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<String, List<Hdf5Group>> groups = new LinkedHashMap<>();
        Map<String, Hdf5Node> others = new LinkedHashMap<>();
        for (Hdf5Group part : parts) {
            for (Map.Entry<String, Hdf5Node> child : part.children().entrySet()) {
                String name = child.getKey();
                boolean isNew = true;
                if (child.getValue() instanceof Hdf5Group group) {
                    groups.computeIfAbsent(name, each -> new ArrayList<>()).add(group);
                } else {
                    isNew = others.put(name, child.getValue()) == null;
                }
                if (!isNew || groups.containsKey(name) && others.containsKey(name)) {
                    throw new MalformedFileException(
                            where, "expected every variable in one file, received '" + name + "' in two.");
                }
            }
        }
        Hdf5GroupBuilder all = Hdf5Group.builder();
        for (Map.Entry<String, List<Hdf5Group>> group : groups.entrySet()) {
            all.group(group.getKey(), merged(where, group.getValue()));
        }
        others.forEach(all::node);
        return all.build();
    }
}
