package io.cornu.savedmodels.tf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** SavedModels on the disk, whole and spoiled. */
final class Directories {
    private Directories() {}

    /** Unpacks a fixture of make_savedmodel_fixtures.py. */
    static Path fixture(String name, Path folder) throws IOException {
        Path target = folder.resolve(name);
        try (ZipInputStream zip = new ZipInputStream(resource(name + ".zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
        return target;
    }

    /** What Python said about the fixtures. */
    static JsonNode truth() throws IOException {
        try (InputStream stream = resource("savedmodels.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }

    static Array array(JsonNode node) {
        float[] values = new float[node.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get("values").get(i).floatValue();
        }
        long[] shape = new long[node.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.get("shape").get(i).longValue();
        }
        return Array.of(values, shape);
    }

    /** Changes the message of a SavedModel in place. */
    static void spoil(Path directory, Consumer<MetaGraphDef.Builder> change) throws IOException {
        Path file = directory.resolve("saved_model.pb");
        SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.accept(model.getMetaGraphsBuilder(0));
        Files.write(file, model.build().toByteArray());
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Directories.class.getResourceAsStream(name), name);
    }
}
