package io.cornu.savedmodels.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cornu.data.Array;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Legacy files that are damaged, hostile, or mean something else in Keras 3: each is refused with one line. */
class RefusedLegacyFilesTest {
    private static final String INPUT =
            "{\"class_name\":\"InputLayer\",\"config\":{\"batch_input_shape\":[null,2,3],\"name\":\"a\"}";

    private static final String FLATTEN = "{\"class_name\":\"Flatten\",\"config\":{\"name\":\"b\"}}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lambda          | {\"function\": [\"4wEA\", null, null]}        | Python code, which is never run",
                "TFSMLayer       | {\"filepath\": \"/etc\"}                      | loads a SavedModel from a path",
                "Mine            | {}                                            | expected one of the layer classes",
                "mine>Scale      | {}                                            | received mine>Scale",
                "LSTM            | {\"units\":2,\"recurrent_activation\":\"hard_sigmoid\"} | whose slope is 0.2 and not 1/6",
                "LSTM            | {\"units\":2,\"time_major\":true}             | 'time_major' = true",
                "CuDNNLSTM       | {\"units\":2}                                 | received CuDNNLSTM",
                "BatchNormalization | {\"axis\":[1,2]}                           | axis",
                "TorchModuleWrapper | {\"module\":\"gASV\"}                   | wraps a program of another library",
                "StringLookup    | {\"vocabulary\":\"/etc/passwd\"}            | received StringLookup",
                "TimeDistributed | {\"layer\":{\"class_name\":\"Lambda\",\"config\":{\"name\":\"l\"}}} | Python code",
                "get_file        | {\"origin\":\"http://evil.example\"}        | received get_file",
                "TFOpLambda      | {\"function\":\"io.read_file\"}               | received TFOpLambda",
            })
    void layersAreCheckedAsInOtherFiles(String className, String config, String message) throws IOException {
        String layer = "{\"class_name\":\"" + className + "\",\"config\":"
                + config.replaceFirst("\\{", "{\"name\":\"b\"" + (config.equals("{}") ? "" : ",")) + "}";

        refuse(sequential(INPUT + "}," + layer), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"class_name\":\"MyModel\",\"config\":{\"layers\":[]}}     | class MyModel",
                "{\"class_name\":\"Sequential\"}                             | expected 'config'",
                "{\"class_name\":\"Sequential\",\"config\":[]}               | expected",
                "[]                                                          | expected an object",
                "{                                                           | expected a JSON document",
            })
    void modelsMustBeThoseOfKeras(String config, String message) throws IOException {
        refuse(config, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[\"a\",0,0,{}],7]]        | expected [layer, call, tensor, arguments], received 7",
                "[[[\"none\",0,0,{}]]]       | expected [layer, call, tensor, arguments]",
                "[[[\"a\",5,0,{}]]]          | 'a' call 5, which there is not",
                "[[[\"b\",0,0,{}]]]          | wait for one another",
                "[[[\"a\",0,0,{\"x\":1}]]]   | 'x' = 1",
            })
    void callsMustFit(String calls, String message) throws IOException {
        refuse(
                "{\"class_name\":\"Functional\",\"config\":{\"name\":\"m\",\"layers\":[" + INPUT
                        + ",\"name\":\"a\",\"inbound_nodes\":[]},{\"class_name\":\"Flatten\",\"config\":{\"name\":\"b\"},"
                        + "\"name\":\"b\",\"inbound_nodes\":" + calls
                        + "}],\"input_layers\":[[\"a\",0,0]],\"output_layers\":[[\"b\",0,0]]}}",
                message);
    }

    @Test
    void weightsMustBeThere() throws IOException {
        Path file = folder.resolve("x.h5");
        Hdf5Writer.write(file, Hdf5Group.builder().array("x", Array.scalar(1f)).build());
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasH5.read(file))
                .withMessageContaining("received HDF5 without 'model_config'. Read weights with KerasWeights.");
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .text("model_config", sequential(INPUT + "}," + FLATTEN))
                        .build());
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasH5.read(file))
                .withMessageContaining("expected group 'model_weights'");
    }

    /** What the optimizer remembers is no reason to refuse a model. */
    @Test
    void anOptimizerThatCannotBeToldIsNoted() throws IOException {
        Path file = folder.resolve("x.h5");
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .text("model_config", sequential(INPUT + "}," + FLATTEN))
                        .text("keras_version", "2.4.0")
                        .text(
                                "training_config",
                                "{\"loss\":\"mse\",\"optimizer_config\":{\"class_name\":\"Adam\",\"config\":{\"lr\":0.5}}}")
                        .group(
                                "model_weights",
                                Hdf5Group.builder()
                                        .texts("layer_names", List.of())
                                        .build())
                        .group(
                                "optimizer_weights",
                                Hdf5Group.builder()
                                        .texts("weight_names", List.of("iter:0", "x/odd:0"))
                                        .array("iter:0", Array.scalar(3L))
                                        .group(
                                                "x",
                                                Hdf5Group.builder()
                                                        .array("odd:0", Array.scalar(1f))
                                                        .build())
                                        .build())
                        .build());

        KerasModel saved = KerasH5.read(file);

        assertThat(saved.notes())
                .singleElement()
                .asString()
                .startsWith("What the optimizer remembers was left out: expected the variables of the optimizer Adam");
        assertThat(saved.optimizerState()).isEmpty();
        assertThat(saved.compilation().orElseThrow().optimizer().learningRate().at(0))
                .isEqualTo(.5);
    }

    private static String sequential(String layers) {
        return "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":[" + layers + "]}}";
    }

    private void refuse(String config, String message) throws IOException {
        Path file = folder.resolve("x.h5");
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .text("model_config", config)
                        .text("keras_version", "2.4.0")
                        .group(
                                "model_weights",
                                Hdf5Group.builder()
                                        .texts("layer_names", List.of())
                                        .build())
                        .build());
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasH5.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }
}
