package io.cornu.savedmodels.keras;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.savedmodels.archive.ArchiveContent;
import io.cornu.savedmodels.archive.ArchiveWriter;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged, foreign and hostile files: each is refused with one line that says where and why. */
class RefusedFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KerasRegistry REGISTRY = KerasRegistry.standard();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    // ---------------------------------------------------------------- classes

    @ParameterizedTest
    @CsvSource({
        "Lambda, Python code",
        "TFSMLayer, SavedModel",
        "TorchModuleWrapper, another library",
        "JaxLayer, another",
        "FlaxLayer, another",
        "__lambda__, Python code",
        "__typespec__, a Python type"
    })
    void layersThatAreProgramsAreNamedWithTheReason(String className, String reason) throws IOException {
        refuse(
                layer(2, layer -> layer.put("class_name", className)),
                className + " 'batch_normalization'",
                "can be opened safely",
                reason);
    }

    /** CVE-2025-12058: lookups open what their configuration names; nothing here does, whatever a file says. */
    @ParameterizedTest
    @ValueSource(strings = {"StringLookup", "IntegerLookup", "TextVectorization", "IndexLookup", "HashedCrossing"})
    void layersThatOpenPathsAreRefusedByName(String className) throws IOException {
        refuse(
                layer(1, layer -> {
                    layer.put("class_name", className);
                    ((ObjectNode) layer.get("config")).put("vocabulary", "https://evil.example/../etc/passwd");
                }),
                "expected one of the layer classes",
                "received " + className);
    }

    /** CVE-2025-8747 and 9906: functions of Keras itself that download, unpack, load or lift the ban. */
    @ParameterizedTest
    @CsvSource({
        "keras.utils, get_file",
        "keras.config, enable_unsafe_deserialization",
        "keras.saving, load_model",
        "keras.models, clone_model",
        "keras.utils, normalize",
        "os, system",
        "builtins, eval"
    })
    void functionsAreNeverCalled(String module, String function) throws IOException {
        refuse(
                layer(1, layer -> layer.put("module", module).put("class_name", function)),
                "expected one of the layer classes",
                "received " + function);
        refuse(
                option(
                        1,
                        "activation",
                        "{\"module\": \"" + module + "\", \"class_name\": \"function\", \"config\": \"" + function
                                + "\", \"registered_name\": \"function\"}"),
                "Conv2D 'conv2d': activation",
                function);
        refuse(
                option(
                        1,
                        "kernel_initializer",
                        "{\"module\": \"" + module + "\", \"class_name\": \"" + function
                                + "\", \"config\": {\"fname\": \"x\", \"origin\": \"http://evil.example\"}}"),
                "kernel_initializer",
                function);
    }

    /** What is refused at the top is refused inside other layers and models. */
    @Test
    void programsAreFoundWhereverTheyHide() throws IOException {
        String lambda = "{\"module\": \"keras.layers\", \"class_name\": \"Lambda\", \"config\": {\"name\": \"code\"}}";
        for (String outer : List.of("TimeDistributed", "Bidirectional", "RNN")) {
            String option = outer.equals("RNN") ? "cell" : "layer";
            refuse(
                    layer(2, layer -> {
                        layer.put("class_name", outer);
                        layer.set("config", tree("{\"name\": \"outer\", \"" + option + "\": " + lambda + "}"));
                    }),
                    outer + " 'outer'",
                    "received Lambda",
                    "Python code");
        }
        refuse(
                layer(2, layer -> {
                    layer.put("module", "keras").put("class_name", "Sequential");
                    layer.set("config", tree("{\"name\": \"inner\", \"layers\": [" + lambda + "]}"));
                }),
                "Lambda 'code'",
                "Python code");
    }

    @Test
    void unknownClassesComeWithTheKnownOnes() throws IOException {
        refuse(
                layer(1, layer -> layer.put("class_name", "Conv9D")),
                "Conv9D 'conv2d'",
                "expected one of the layer classes",
                "Did you mean 'Conv1D'?",
                "received Conv9D",
                "KerasRegistry");
        refuse(layer(1, layer -> layer.put("class_name", "java.lang.Runtime")), "received java.lang.Runtime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"os", "keras.utils", "keras.layersx", "builtins", "my.layers"})
    void modulesMustBeThoseOfKeras(String module) throws IOException {
        refuse(layer(1, layer -> layer.put("module", module)), "conv2d", "expected module 'keras.layers'", module);
    }

    @Test
    void registeredNamesMustBeKnownAndFit() throws IOException {
        refuse(layer(1, layer -> layer.put("registered_name", "evil>Conv2D")), "received evil>Conv2D");
        refuse(layer(1, layer -> layer.put("registered_name", "Dense")), "expected class_name Dense", "Conv2D");
    }

    @Test
    void activationsAreNamesOrLayersThatHaveOne() throws IOException {
        String lambda = "{\"class_name\": \"__lambda__\", \"config\": {\"value\": \"4wEAAAA=\"}}";
        refuse(option(1, "activation", lambda), "Conv2D 'conv2d': activation", "__lambda__", "Python code");
        refuse(option(1, "activation", "\"sqare\""), "activation", "expected one of the activations", "'sqare'");
        refuse(
                option(1, "activation", "{\"module\": \"keras.layers\", \"class_name\": \"PReLU\", \"config\": {}}"),
                "received a PReLU object",
                "put that layer after it");
    }

    @Test
    void modelsInsideModelsHaveLayersAndUnknownOperationsAreRefused() throws IOException {
        refuse(
                layer(1, layer -> layer.put("class_name", "Functional").put("module", "keras.src.models.functional")),
                "Functional 'conv2d': expected 'layers', received none");
        refuse(
                layer(1, layer -> layer.put("class_name", "Multiplied")
                        .put("module", "keras.src.ops.numpy")
                        .put("name", "multiplied")),
                "expected an operation that this toolkit has",
                "received Multiplied",
                "Did you mean 'Multiply'?");
    }

    @Test
    void modelsMustBeThoseOfKeras() throws IOException {
        refuse(
                config(root -> root.put("class_name", "MyModel").put("module", "__main__")),
                "class MyModel",
                "Python code");
        refuse(
                config(root -> root.put("class_name", "MyModel").put("module", "keras.src.engine.training")),
                "expected a Sequential or Functional model",
                "class MyModel");
        refuse(layer(1, layer -> layer.remove("module")), "Conv2D in the form of Keras 2");
    }

    // ---------------------------------------------------------------- options

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | kernel_constraint | {\"class_name\": \"Weird\"} | expected one of the constraint classes",
                "1 | data_format | \"channels_middle\" | expected one of 'channels_last', 'channels_first'",
                "1 | activity_regularizer | \"l3\" | expected one of the regularizer classes",
                "1 | shiny_new_option | 7 | shiny_new_option",
                "1 | padding | \"causal\" | only Conv1D can be CAUSAL",
                "1 | kernel_size | [3] | expected a whole number, or a list of 2",
                "1 | filters | 2.5 | whole number below 2^31",
                "1 | filters | -3 | filters must be at least 1",
                "1 | filters | 4294967297 | whole number below 2^31",
                "1 | strides | [0, 1] | height must be at least 1",
                "1 | use_bias | 1 | expected true or false",
                "1 | dtype | \"float8_e4m3fn\" | float8_e4m3fn",
                "1 | kernel_initializer | \"stft\" | expected one of the initializer classes",
                "1 | kernel_regularizer | {\"module\":\"keras.regularizers\",\"class_name\":\"Regularizer\"} | received Regularizer",
                "1 | name | \"../../etc\" | expected a name of letters",
                "1 | name | \"a/b\" | expected a name of letters",
                "1 | name | \"..\" | expected a name of letters",
                "1 | name | \"C:\\\\a\" | expected a name of letters",
                "1 | name | \"a\\u0000b\" | expected a name of letters",
                "1 | weights | \"/etc/passwd\" | weights",
                "2 | renorm | true | renorm",
                "2 | synchronized | true | synchronized",
                "2 | momentum | NaN | expected a finite number",
                "2 | momentum | 2 | momentum must be in [0, 1]",
                "2 | epsilon | Infinity | expected a finite number",
                "4 | units | 2147483647 | expected variables of less than 2^31 numbers",
                "4 | quantization_config | {\"class_name\": \"Int8\"} | quantization_config",
                "0 | batch_shape | [8, 6, 6, 2] | starts with null",
                "0 | batch_shape | [null, 6, 0, 2] | at least 1",
                "0 | batch_shape | [null, 2000000000, 2000000000, 2] | less than 2^31 numbers",
                "0 | batch_shape | [null,1,1,1,1,1,1,1,1,1,1,1] | list of up to",
                "0 | sparse | true | sparse",
                "0 | dtype | \"complex64\" | complex64",
            })
    void optionsThatMeanSomethingElseAreRefused(int place, String option, String value, String expected)
            throws IOException {
        refuse(option(place, option, value), expected.equals(value) ? option : expected);
    }

    @Test
    void optionsThatHoldTheirDefaultAreNot() throws IOException {
        KerasModel model = read(option(1, "data_format", "\"channels_last\""));
        assertThat(model.architecture()).isEqualTo(Samples.cnn());
        assertThat(read(option(1, "kernel_constraint", "null"))).isEqualTo(model);
        assertThat(read(option(2, "renorm", "false"))).isEqualTo(model);
        assertThat(read(option(1, "kernel_size", "3"))).isEqualTo(model);
        assertThat(read(option(1, "filters", "3.0"))).isEqualTo(model);
        assertThat(
                        read(
                                option(
                                        1,
                                        "dtype",
                                        "{\"module\": \"keras\", \"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"float32\"}}")))
                .isEqualTo(model);
        assertThat(read(option(1, "activation", "{\"class_name\": \"function\", \"config\": \"relu\"}")))
                .isEqualTo(model);
    }

    @Test
    void sizesAreBoundedBeforeAnythingIsBuilt() throws IOException {
        refuse(option(4, "units", "100000000"), "Dense 'dense'", "less than 2^31 numbers");
        Path file = write(json(Samples.plain(Samples.cnn())), weights(Samples.plain(Samples.cnn())));
        KerasReadOptions few = KerasReadOptions.defaults().withMaxParameters(10).withMaxLayers(3);
        refuse(file, few, "at most 3 layers", "maxLayers");
        refuse(file, few.withMaxLayers(9), "at most 10 parameters", "maxParameters");
    }

    // ---------------------------------------------------------------- connections

    @Test
    void namesAreGivenOnce() throws IOException {
        refuse(option(4, "name", "\"conv2d\""), "'conv2d' twice");
    }

    @Test
    void cyclesAndGapsAreNamed() throws IOException {
        refuse(
                branches("late", node -> node.replace("[\"shared\",0,0]", "[\"end\",1,0]")),
                "'end' call 1, which there is not");
        refuse(branches("late", node -> node.replace("shared", "ghost")), "Dense 'late'", "'ghost'");
        refuse(branches("shared", node -> node.replace("[\"b\",0,0]", "[\"late\",0,0]")), "without cycles", "'shared'");
        refuse(
                branches("late", node -> node.replace("[\"shared\",0,0]", "[\"late\",0,0]")),
                "without cycles",
                "'late'");
        refuse(branches("late", node -> node.replace("[\"shared\",0,0]", "[\"shared\",-1,0]")), "call -1");
        refuse(
                branches("late", node -> node.replace("[\"shared\",0,0]", "[\"shared\",0,1]")),
                "one of the 1 output(s) of 'shared'");
        refuse(branches("late", node -> node.replace("\"kwargs\":{}", "\"kwargs\":{\"mask\":true}")), "'mask' = true");
        refuse(branches("late", node -> "[[[\"shared\",0,0,{}]]]"), "form of Keras 2");
        refuse(branches("late", node -> "[]"), "Dense 'late'", "list of calls");
        refuse(branches("late", node -> node.replace("__keras_tensor__", "__tensor__")), "expected a tensor");
        refuse(
                config(Samples.branches(), root -> ((ObjectNode) root.get("config")).remove("output_layers")),
                "expected 'output_layers'");
        refuse(
                config(Samples.branches(), root -> ((ArrayNode) root.at("/config/output_layers")).remove(1)),
                "Dense 'late'",
                "lead to an output");
    }

    @Test
    void endsMayBeListedAsKerasDoes() throws IOException {
        KerasModel model = Samples.plain(Samples.branches());
        assertThat(read(config(Samples.branches(), root -> ((ObjectNode) root.get("config"))
                        .set("output_layers", tree("{\"z\": [\"late\",0,0], \"a\": [\"end\",0,0]}")))))
                .isEqualTo(model);
        assertThat(read(branches("late", node -> node.replace("\"kwargs\":{}", "\"kwargs\":{\"training\":false}"))))
                .isEqualTo(model);
    }

    @Test
    void shapesThatDoNotFitAreTheLayersMatter() throws IOException {
        refuse(option(1, "kernel_size", "[9, 9]"), "Conv2D 'conv2d'", "expected a height of at least 9");
    }

    // ---------------------------------------------------------------- compile settings

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optimizer/class_name | \"Tiger\" | expected one of the optimizer classes",
                "optimizer/config/use_ema | 1 | use_ema",
                "optimizer/config/weight_decay | -0.1 | WeightDecay: rate must be",
                "optimizer/config/gradient_accumulation_steps | 0 | gradientAccumulationSteps must be at least 1",
                "optimizer/config/learning_rate | -1 | learning rate",
                "optimizer/config/learning_rate | {\"module\":\"keras.optimizers.schedules\",\"class_name\":\"SawTooth\",\"config\":{}} | learning rate schedule",
                "optimizer/config/clipnorm | 0 | limit above 0",
                "optimizer/config/beta_1 | 1.0 | beta1 must be in [0, 1)",
                "loss | \"ctc\" | expected one of the loss classes",
                "loss | {\"module\":\"keras.losses\",\"class_name\":\"MeanSquaredError\",\"config\":{\"reduction\":null}} | reduction: expected one of",
                "loss | {\"module\":\"keras.losses\",\"class_name\":\"MeanSquaredError\",\"config\":{\"reduction\":\"none\"}} | 'mean_with_sample_weight'",
                "loss | null | expected a loss for every output",
                "loss | {\"other\": \"mse\"} | expected the names of the outputs [dense]",
                "metrics | [\"mean\"] | expected one of the metric classes",
                "metrics | [{\"class_name\":\"__lambda__\",\"config\":{\"value\":\"x\"}}] | Python code",
                "loss_weights | [1, 2] | loss_weights",
            })
    void settingsThatAreNotOursAreRefused(String path, String value, String expected) throws IOException {
        Consumer<ObjectNode> edit = root -> {
            ObjectNode parent = (ObjectNode) root.get("compile_config");
            String[] parts = path.split("/", -1);
            for (int i = 0; i < parts.length - 1; i++) {
                parent = (ObjectNode) parent.get(parts[i]);
            }
            parent.set(parts[parts.length - 1], tree(value));
        };
        KerasModel model = Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of());
        ObjectNode json = json(model);
        edit.accept(json);
        Path file = write(json, weights(model));
        refuse(file, "compile_config", expected);
        assertThat(KerasArchive.read(file, KerasReadOptions.defaults().withReadsCompilation(false)))
                .isEqualTo(Samples.plain(Samples.cnn()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mse\"",
                "[\"mse\"]",
                "\"MeanSquaredError\"",
                "{\"dense\": \"mean_squared_error\"}",
                "{\"module\":\"builtins\",\"class_name\":\"function\",\"config\":\"mean_squared_error\",\"registered_name\":\"function\"}"
            })
    void lossesComeInManyForms(String form) throws IOException {
        KerasModel model = Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of());
        ObjectNode json = json(model);
        ((ObjectNode) json.get("compile_config")).set("loss", tree(form));
        assertThat(KerasArchive.read(write(json, weights(model)))).isEqualTo(model);
    }

    // ---------------------------------------------------------------- weights

    @Test
    void everyMismatchOfWeightsIsInOneMessage() throws IOException {
        KerasModel model = Samples.plain(Samples.cnn());
        Map<String, Array> others = new LinkedHashMap<>(model.weights().byPath());
        others.put("conv2d/kernel", Array.of(new float[6], 3, 2));
        others.put("dense/kernel", Array.of(new int[48 * 4], 48, 4));
        KerasModel wrong = new KerasModel(
                model.architecture(),
                new Weights(others),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
        refuse(
                write(json(model), weights(wrong)),
                "2 of 8 variables do not match",
                "conv2d/kernel expected (3, 3, 2, 3), received (3, 2)",
                "dense/kernel expected float32, received int32");
        refuse(
                write(json(model), Hdf5Group.builder().build()),
                "8 of 8 variables do not match",
                "conv2d/kernel is missing",
                "dense/bias is missing");
    }

    @Test
    void weightsOfNoLayerAreRefused() throws IOException {
        KerasModel model = Samples.plain(Samples.cnn());
        Hdf5Group stray = Hdf5Group.builder().array("0", Array.scalar(1f)).build();
        Hdf5Group layers = Hdf5Group.builder()
                .group("extra", Hdf5Group.builder().group("vars", stray).build())
                .group("flatten", Hdf5Group.builder().group("vars", stray).build())
                .build();
        refuse(
                write(json(model), Hdf5Group.builder().group("layers", layers).build()),
                "8 of 8 variables do not match",
                "expected no variables besides those of the layers",
                "layers/flatten/vars/0; layers/extra/vars/0");
    }

    @Test
    void optimizersOfOtherSettingsAreRefusedNotForgotten() throws IOException {
        KerasModel model = Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of());
        KerasModel other = Samples.compiled(
                Samples.cnn(), Compilation.of(SGD.of(.1).withMomentum(.9), meanSquaredError()), Set.of());
        refuse(
                write(json(model), weights(other)),
                "expected 14 variables of the optimizer Adam over 6 weights, received 8",
                "without its compilation");
        OptimizerState state = model.optimizerState().orElseThrow();
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>(state.slots());
        Map<String, Array> momentum = new LinkedHashMap<>(slots.get("momentum"));
        momentum.put("dense/bias", Array.of(new float[5], 5));
        slots.put("momentum", momentum);
        KerasModel wrong = new KerasModel(
                model.architecture(),
                model.weights(),
                model.compilation(),
                Optional.of(new OptimizerState(17, .1, slots)),
                Set.of(),
                Optional.empty());
        refuse(
                write(json(model), weights(wrong)),
                "1 of 14 variables of the optimizer do not match",
                "momentum of dense/bias expected (4,), received (5,)");
    }

    // ---------------------------------------------------------------- archives

    @Test
    void archivesHoldWhatKerasPutsThere() throws IOException {
        KerasModel model = Samples.plain(Samples.cnn());
        ArchiveContent config = text("config.json", json(model).toString());
        ArchiveContent weights = ArchiveContent.of("model.weights.h5", Hdf5Writer.of(weights(model)));
        refuse(archive(weights), "config.json");
        refuse(archive(config), "model.weights.h5");
        refuse(archive(config, text("model.weights.npz", "")), "npz", "h5");
        refuse(archive(config, weights, text("run.sh", "")), "'run.sh'");
        refuse(archive(text("config.json", "{"), weights), "config.json", "JSON");
        refuse(archive(text("config.json", "[]"), weights), "expected an object");
        refuse(archive(text("config.json", "{}"), weights), "expected 'class_name'");
        refuse(archive(text("config.json", "[".repeat(5000) + "]".repeat(5000)), weights), "config.json");
        refuse(archive(config, text("model.weights.h5", "no HDF5 file at all")), "model.weights.h5", "HDF5");
        assertThat(KerasArchive.read(archive(config, weights, text("assets/layers/x/vocabulary.txt", "a")))
                        .kerasVersion())
                .isEmpty();
        refuse(folder, "config.json: expected a file of a Keras model saved as a directory, received none");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> KerasArchive.read(folder.resolve("none.keras")));
        Path small = archive(config, weights);
        refuse(
                small,
                KerasReadOptions.defaults().withLimits(ReadLimits.defaults().withMaxJsonBytes(100)),
                "at most 100 bytes");
    }

    @Test
    void cutFilesAreRefused() throws IOException {
        KerasModel model = Samples.plain(Samples.cnn());
        byte[] whole = Files.readAllBytes(write(json(model), weights(model)));
        for (int length = 0; length < whole.length; length += whole.length / 40) {
            Path file = folder.resolve("cut.keras");
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(MalformedFileException.class).isThrownBy(() -> KerasArchive.read(file));
        }
    }

    // ---------------------------------------------------------------- helpers

    private void refuse(JsonNode json, String... parts) throws IOException {
        refuse(write(json, weights(Samples.plain(Samples.cnn()))), parts);
    }

    private static void refuse(Path file, String... parts) {
        refuse(file, KerasReadOptions.defaults(), parts);
    }

    private static void refuse(Path file, KerasReadOptions options, String... parts) {
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasArchive.read(file, options))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .startsWith(file.toString())
                        .contains(parts)
                        .doesNotContain("\n")
                        .hasSizeLessThan(900));
    }

    private KerasModel read(JsonNode json) throws IOException {
        boolean isSequential = json.get("class_name").asText().equals("Sequential");
        return KerasArchive.read(
                write(json, weights(Samples.plain(isSequential ? Samples.cnn() : Samples.branches()))));
    }

    private static JsonNode config(Consumer<ObjectNode> edit) {
        return config(Samples.cnn(), edit);
    }

    private static JsonNode config(Architecture architecture, Consumer<ObjectNode> edit) {
        ObjectNode json = json(Samples.plain(architecture));
        edit.accept(json);
        return json;
    }

    private static JsonNode layer(int place, Consumer<ObjectNode> edit) {
        return config(root -> edit.accept((ObjectNode) root.at("/config/layers/" + place)));
    }

    private static JsonNode option(int place, String option, String value) {
        return layer(place, layer -> ((ObjectNode) layer.get("config")).set(option, tree(value)));
    }

    private static JsonNode branches(String layer, UnaryOperator<String> edit) {
        return config(Samples.branches(), root -> root.at("/config/layers").forEach(each -> {
            if (each.get("name").asText().equals(layer)) {
                ((ObjectNode) each)
                        .set(
                                "inbound_nodes",
                                tree(edit.apply(each.get("inbound_nodes").toString())));
            }
        }));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.reader().with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).readTree(json);
        } catch (IOException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private static ObjectNode json(KerasModel model) {
        ObjectNode json = new ArchitectureWriter(model, REGISTRY).write();
        model.compilation()
                .ifPresent(settings -> json.set("compile_config", new CompilationWriter(REGISTRY).write(settings)));
        return json;
    }

    private static Hdf5Group weights(KerasModel model) {
        return new WeightsWriter(model, REGISTRY).write();
    }

    private Path write(JsonNode json, Hdf5Group weights) throws IOException {
        return archive(
                text("config.json", Json.write(json)),
                text("metadata.json", "{\"keras_version\": \"3.15.1\"}"),
                ArchiveContent.of("model.weights.h5", Hdf5Writer.of(weights)));
    }

    private Path archive(ArchiveContent... contents) throws IOException {
        Path file = folder.resolve("model.keras");
        ArchiveWriter.write(file, new ArrayList<>(List.of(contents)));
        return file;
    }

    private static ArchiveContent text(String name, String text) {
        return ArchiveContent.of(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
