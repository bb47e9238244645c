package io.cornu.savedmodels.tf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** A SavedModel directory and the message in it. */
record SavedModelFile(Path directory, long size, MetaGraphDef meta) {
    static final String NAME = "saved_model.pb";

    /** Names of signatures and their tensors stand in messages. */
    private static final int LONGEST_NAME = 1000;

    static SavedModelFile open(Path directory, long maxBytes, Set<String> tags) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    directory.toString(),
                    null,
                    Files.exists(directory)
                            ? "expected a SavedModel directory, received a file. Name the directory that holds " + NAME
                                    + "."
                            : "expected a SavedModel directory, received nothing. Check the path.");
        }
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    directory.toString(),
                    null,
                    "expected a SavedModel directory with " + NAME + " in it, received one without. "
                            + "Name the directory itself, not one above or below.");
        }
        long size = Files.size(file);
        if (size > maxBytes) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected at most " + maxBytes + " bytes, received " + size
                            + ". Raise ReadOptions.maxGraphBytes if you trust the file.");
        }
        MetaGraphDef meta = tagged(file, parse(file, size), tags);
        requireNames(file, meta);
        return new SavedModelFile(directory, size, meta);
    }

    private static void requireNames(Path file, MetaGraphDef meta) throws MalformedFileException {
        List<String> odd = meta.getSignatureDefMap().entrySet().stream()
                .flatMap(entry -> Stream.of(
                                Stream.of(entry.getKey()),
                                entry.getValue().getInputsMap().keySet().stream(),
                                entry.getValue().getOutputsMap().keySet().stream())
                        .flatMap(names -> names))
                .filter(name -> name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
                .toList();
        if (!odd.isEmpty()) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected signatures and tensors with names of at most " + LONGEST_NAME
                            + " characters on one line, received one of "
                            + odd.get(0).length() + ". Export it with other names.");
        }
    }

    private static SavedModel parse(Path file, long size) throws IOException {
        byte[] bytes = ReadLimits.allocate(file.toString(), size);
        try (InputStream stream = Files.newInputStream(file)) {
            if (stream.readNBytes(bytes, 0, bytes.length) != bytes.length) {
                throw new MalformedFileException(file.toString(), "expected " + size + " bytes, received fewer.");
            }
        }
        try {
            return SavedModel.parseFrom(CodedInputStream.newInstance(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected a SavedModel message, received something else or a damaged one (" + e.getMessage()
                            + "). Copy or export it again.",
                    e);
        } catch (OutOfMemoryError e) {
            throw new MalformedFileException(
                    file.toString(), "expected a message that fits into the heap. Raise -Xmx.", e);
        }
    }

    /** The graph with these tags and no others, or the first that has them among others. */
    private static MetaGraphDef tagged(Path file, SavedModel model, Set<String> tags) throws MalformedFileException {
        List<MetaGraphDef> having = model.getMetaGraphsList().stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsList().containsAll(tags))
                .toList();
        return having.stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsCount() == tags.size())
                .findFirst()
                .or(() -> having.stream().findFirst())
                .orElseThrow(() -> new MalformedFileException(
                        file.toString(),
                        "expected a graph with the tags " + quoted(tags) + ", received graphs with "
                                + model.getMetaGraphsList().stream()
                                        .map(meta -> List.copyOf(
                                                meta.getMetaInfoDef().getTagsList()))
                                        .toList()
                                + ". Export it for serving, or name its tags with ReadOptions.withTags."));
    }

    private static String quoted(Set<String> tags) {
        return tags.stream().sorted().map(tag -> "'" + tag + "'").collect(Collectors.joining(" and "));
    }
}
