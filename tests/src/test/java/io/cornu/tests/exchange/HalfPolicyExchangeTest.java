package io.cornu.tests.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.DTypePolicy;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models whose variables are bfloat16 or float16 go there and back: the same numbers in the files, the same predictions,
 * and the same steps of learning, which round where Keras rounds. Truth is what Keras computes.
 */
@NeedsPython
class HalfPolicyExchangeTest {
    private static final Fit STEPS = Fit.epochs(5).withBatchSize(16).withShuffle(false);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /**
     * bfloat16 keeps 8 bits, float16 11: a rounding at another place, as sums within kernels have it, is 0.4 or 0.05
     * percent off.
     */
    @ParameterizedTest
    @CsvSource({
        "BFLOAT16, BFLOAT16, momentum",
        "BFLOAT16, BFLOAT16, adam",
        "BFLOAT16, BFLOAT16, nadam",
        "BFLOAT16, BFLOAT16, default_adam",
        "BFLOAT16, FLOAT32, amsgrad",
        "FLOAT16, FLOAT16, sgd",
        "FLOAT16, FLOAT16, adam",
        "FLOAT16, FLOAT16, rmsprop",
        "FLOAT16, FLOAT32, momentum",
        "FLOAT16, MIXED_BFLOAT16, sgd"
    })
    void modelsGoThereAndBack(DTypePolicy policy, DTypePolicy last, String optimizer, PythonWorker python)
            throws IOException {
        double tolerance = policy == DTypePolicy.BFLOAT16 ? .01 : .002;
        ExchangeFolder files = new ExchangeFolder(folder);
        JsonNode written = call(
                python,
                "write",
                Map.of("policy", policy.kerasName(), "last", last.kerasName(), "optimizer", optimizer));
        JsonNode content = call(python, "content", Map.of("file", "python.keras"));
        assertThat(content.get("/layers/conv2d/vars/0").asText()).startsWith(policy.kerasName() + " [3, 3, 2, 4]");

        KerasModel saved = KerasArchive.read(folder.resolve("python.keras"));
        KerasArchive.write(saved, folder.resolve("value.keras"), KerasRegistry.standard());
        assertThat(numbers(python, "value.keras")).isEqualTo(numbers(python, "python.keras"));
        assertThat(saved.weights().get("dense/kernel").dataType()).isEqualTo(policy.computeType());
        assertThat(KerasArchive.read(folder.resolve("value.keras")).architecture())
                .isEqualTo(saved.architecture());

        try (Model model = saved.build(Seed.of(1))) {
            CompiledModel compiled = saved.compile(model);
            KerasArchive.write(compiled, folder.resolve("model.keras"));
            assertThat(numbers(python, "model.keras")).isEqualTo(numbers(python, "python.keras"));
            Dataset data = files.data();
            files.requirePredictions(model.predict(data, 16), tolerance);
            requireSame(compiled.fit(data, STEPS), written.get("history"), tolerance);
            assertThat(model.weights().get("conv2d/kernel").dataType()).isEqualTo(policy.computeType());

            KerasArchive.write(compiled, folder.resolve("java.keras"));
            JsonNode read = call(python, "go_on", Map.of("file", "java.keras"));

            assertThat(read.get("policies")).isEqualTo(written.get("policies"));
            assertThat(read.get("variables")).isEqualTo(written.get("variables"));
            assertThat(read.get("optimizer")).isEqualTo(written.get("optimizer"));
            List<String> policies = new ArrayList<>(Collections.nCopies(4, policy.kerasName()));
            policies.add(last.kerasName());
            assertThat(read.get("policies")).extracting(JsonNode::asText).containsExactlyElementsOf(policies);
            files.requirePredictions(model.predict(data, 16), tolerance);
            requireSame(compiled.fit(data, STEPS), read.get("history"), tolerance);
            assertThat(model.weights().get("dense_1/bias").dataType()).isEqualTo(last.variableType(DataType.FLOAT32));
        }
    }

    /** What a global policy gives; numbers of words beyond 256 are none of bfloat16. */
    @ParameterizedTest
    @EnumSource(
            value = DTypePolicy.class,
            names = {"BFLOAT16", "FLOAT16"})
    void allLayersMayHaveIt(DTypePolicy policy, PythonWorker python) throws IOException {
        double tolerance = policy == DTypePolicy.BFLOAT16 ? .01 : .002;
        ExchangeFolder files = new ExchangeFolder(folder);
        JsonNode written = call(python, "write_global", Map.of("policy", policy.kerasName()));
        KerasModel saved = KerasArchive.read(folder.resolve("python.keras"));
        assertThat(saved.weights().byPath().values()).allMatch(value -> value.dataType() == policy.computeType());
        try (Model model = saved.build(Seed.of(1))) {
            CompiledModel compiled = saved.compile(model);
            KerasArchive.write(compiled, folder.resolve("model.keras"));
            assertThat(numbers(python, "model.keras")).isEqualTo(numbers(python, "python.keras"));
            Dataset data = files.data();
            files.requirePredictions(model.predict(data, 16), tolerance);
            requireSame(compiled.fit(data, STEPS), written.get("history"), tolerance);

            KerasArchive.write(compiled, folder.resolve("java.keras"));
            JsonNode read = call(python, "go_on", Map.of("file", "java.keras"));
            assertThat(read.get("variables")).isEqualTo(written.get("variables"));
            files.requirePredictions(model.predict(data, 16), tolerance);
            requireSame(compiled.fit(data, STEPS), read.get("history"), tolerance);
        }
    }

    private JsonNode call(PythonWorker python, String function, Map<String, ?> arguments) {
        return python.call("half_policies", function, folder, arguments);
    }

    /** What h5py sees: types, shapes and check sums. */
    private List<String> numbers(PythonWorker python, String file) {
        List<String> numbers = new ArrayList<>();
        call(python, "content", Map.of("file", file)).properties().forEach(entry -> {
            if (!entry.getKey().contains("@") && !entry.getValue().asText().equals("group")) {
                numbers.add(entry.getKey() + " " + entry.getValue().asText());
            }
        });
        Collections.sort(numbers);
        return numbers;
    }

    private static void requireSame(History history, JsonNode expected, double tolerance) {
        for (String name : List.of("loss", "mae")) {
            double[] values = history.get(name);
            assertThat(values).hasSize(expected.get(name).size());
            for (int i = 0; i < values.length; i++) {
                double value = expected.get(name).get(i).asDouble();
                assertThat(values[i]).as(name + " of step " + i).isCloseTo(value, within(tolerance * value));
            }
        }
    }
}
