package io.cornu.savedmodels.tf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.runtime.NativeLibrary;
import io.cornu.runtime.Versions;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a SavedModel comes from, as it says itself in {@code assets.extra/cornu.json}: the place that TensorFlow keeps
 * for what others add, and passes over. It is not proof: whoever changes the model can change it as well.
 *
 * @param cornu the version of Cornu
 * @param tensorFlow the version of TensorFlow
 * @param java the version of Java
 * @param written when, in UTC
 * @param seed with which the model was built
 * @param dataType of the weights
 * @param variant how they were written, in lower case
 * @param name of the architecture
 * @param layers of the network as it was written
 * @param parameters how many numbers all variables have
 * @param signatures by name
 */
public record Provenance(
        String cornu,
        String tensorFlow,
        String java,
        Instant written,
        long seed,
        String dataType,
        String variant,
        String name,
        List<LayerLine> layers,
        long parameters,
        List<String> signatures) {
    private static final String DIRECTORY = "assets.extra";
    private static final String FILE = "cornu.json";
    private static final int MOST_BYTES = 1 << 24;

    /**
     * One layer.
     *
     * @param name the name
     * @param kind its class, such as {@code Conv2D}
     * @param outputShape of its first call, None for the batch
     * @param parameters how many numbers its variables have
     */
    public record LayerLine(String name, String kind, String outputShape, long parameters) {}

    /** Copies the lists. */
    public Provenance {
        layers = List.copyOf(layers);
        signatures = List.copyOf(signatures);
    }

    static Provenance of(Model model, ExportOptions.Variant variant, Set<String> signatures) {
        LayerGraph graph = model.architecture().graph();
        List<LayerLine> layers = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < graph.layers().size(); i++) {
            LayerGraph.NetworkLayer layer = graph.layers().get(i);
            long parameters = graph.variables(i).values().stream()
                    .map(VariableSpec::shape)
                    .mapToLong(shape -> shape.size())
                    .sum();
            total += parameters;
            layers.add(new LayerLine(
                    layer.name(),
                    layer.layer().kind(),
                    Shapes.text(graph.firstCall(i).outputShapes().get(0)),
                    parameters));
        }
        return new Provenance(
                Versions.current().cornu(),
                NativeLibrary.load().version(),
                Runtime.version().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                model.options().seed().value(),
                model.options().dataType().kerasName(),
                variant.name().toLowerCase(Locale.ROOT),
                model.architecture().name(),
                layers,
                total,
                List.copyOf(signatures));
    }

    /**
     * Reads what a SavedModel says.
     *
     * @param directory the directory with {@code saved_model.pb} in it
     * @return empty if it says nothing
     * @throws IOException if it says something that cannot be read
     */
    public static Optional<Provenance> read(Path directory) throws IOException {
        Path file = directory.resolve(DIRECTORY).resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(MOST_BYTES + 1);
        }
        String where = file.toString();
        if (bytes.length > MOST_BYTES) {
            throw new MalformedFileException(where, "expected at most " + MOST_BYTES + " bytes, received more.");
        }
        JsonNode document = Json.read(where, bytes, ReadLimits.defaults());
        List<LayerLine> layers = new ArrayList<>();
        document.path("layers")
                .forEach(layer -> layers.add(new LayerLine(
                        layer.path("name").asText(),
                        layer.path("kind").asText(),
                        layer.path("output_shape").asText(),
                        layer.path("parameters").asLong())));
        List<String> signatures = new ArrayList<>();
        document.path("signatures").forEach(signature -> signatures.add(signature.asText()));
        return Optional.of(new Provenance(
                document.path("cornu").asText(),
                document.path("tensorflow").asText(),
                document.path("java").asText(),
                instant(where, document.path("written").asText()),
                document.path("seed").asLong(),
                document.path("data_type").asText(),
                document.path("variant").asText(),
                document.path("name").asText(),
                layers,
                document.path("parameters").asLong(),
                signatures));
    }

    void write(Path directory) throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("cornu", cornu)
                .put("tensorflow", tensorFlow)
                .put("java", java)
                .put("written", written.toString())
                .put("seed", seed)
                .put("data_type", dataType)
                .put("variant", variant)
                .put("name", name)
                .put("parameters", parameters);
        ArrayNode keys = document.putArray("signatures");
        signatures.forEach(keys::add);
        ArrayNode lines = document.putArray("layers");
        layers.forEach(layer -> lines.addObject()
                .put("name", layer.name())
                .put("kind", layer.kind())
                .put("output_shape", layer.outputShape())
                .put("parameters", layer.parameters()));
        Path extra = Files.createDirectory(directory.resolve(DIRECTORY));
        Files.writeString(extra.resolve(FILE), Json.write(document) + "\n", StandardCharsets.UTF_8);
    }

    private static Instant instant(String where, String text) throws MalformedFileException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedFileException(
                    where, "expected 'written' as a time such as 2026-01-31T12:00:00Z, received '" + text + "'.", e);
        }
    }
}
