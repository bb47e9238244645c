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
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** A SavedModel directory and the message in it. */
record SavedModelFile(Path directory, long size, MetaGraphDef meta) {
    static final String NAME = "saved_model.pb";

    static SavedModelFile open(Path directory, long maxBytes) throws IOException {
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
        return new SavedModelFile(directory, size, serving(file, parse(file, size)));
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

    private static MetaGraphDef serving(Path file, SavedModel model) throws MalformedFileException {
        List<MetaGraphDef> serving = model.getMetaGraphsList().stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsList().contains("serve"))
                .toList();
        return serving.stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsCount() == 1)
                .findFirst()
                .or(() -> serving.stream().findFirst())
                .orElseThrow(() -> new MalformedFileException(
                        file.toString(),
                        "expected a graph with the tag 'serve', received "
                                + model.getMetaGraphsList().stream()
                                        .map(meta -> List.copyOf(
                                                meta.getMetaInfoDef().getTagsList()))
                                        .toList()
                                + ". Export it for serving."));
    }
}
