package io.cornu.savedmodels.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Sequential;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Models within models as files may have them, harmful ones too. */
class NestedFilesTest {
    private static final String INPUT = """
            {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null, "name": "%1$s",
             "config": {"batch_shape": [null, 2], "dtype": "float32", "name": "%1$s"}, "inbound_nodes": []}""";

    private static ArchitectureReader.Result read(String json) {
        try {
            JsonNode node = new ObjectMapper().readTree(json);
            return new ArchitectureReader(new Place("", KerasRegistry.standard()), KerasReadOptions.defaults())
                    .read(node);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sequential(String name, String... layers) {
        return """
                {"module": "keras", "class_name": "Sequential", "registered_name": null, "name": "%s",
                 "config": {"name": "%s", "layers": [%s]}""".formatted(name, name, String.join(",", layers)) + ", \"inbound_nodes\": NODES}";
    }

    private static String dense(String name, String more) {
        return "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"registered_name\": null, \"name\": \""
                + name + "\", \"config\": {\"name\": \"" + name + "\", \"units\": 2}" + more + "}";
    }

    private static String tensor(String layer, int node, int output) {
        return "{\"class_name\": \"__keras_tensor__\", \"config\": {\"keras_history\": [\"" + layer + "\", " + node
                + ", " + output + "]}}";
    }

    private static String calls(String... tensors) {
        return List.of(tensors).stream()
                .map(tensor -> "{\"args\": [" + tensor + "], \"kwargs\": {\"training\": false, \"mask\": null}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String functional(String name, String layers, String outputs) {
        return """
                {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional",
                 "name": "%s", "config": {"name": "%s", "layers": [%s], "input_layers": ["x", 0, 0],
                 "output_layers": %s}, "inbound_nodes": NODES}""".formatted(name, name, layers, outputs);
    }

    private static String outermost(String model) {
        return model.replace("NODES", "[]");
    }

    @Test
    void aSequentialWithoutInputTakesTheShapeOfWhatItIsCalledOn() {
        String inner = sequential("inner", dense("d", "")).replace("NODES", calls(tensor("x", 0, 0)));
        var result = read(outermost(functional("net", INPUT.formatted("x") + "," + inner, "[\"inner\", 0, 0]")));
        assertThat(result.architecture().graph().flat().variables().keySet())
                .containsExactly("inner/d/kernel", "inner/d/bias");
        assertThat(read(outermost(sequential("net", INPUT.formatted("x"), inner)))
                        .architecture())
                .isEqualTo(Sequential.of(
                                Input.of(2).named("x"),
                                Sequential.of(Input.of(2), Dense.of(2).named("d"))
                                        .named("inner")
                                        .asLayer())
                        .named("net"));
        assertThatThrownBy(() -> read(outermost(sequential("net", dense("d", "")))))
                .hasMessageContaining("input shape is known");
    }

    @Test
    void theCallsOfAFunctionalCountFromOneAmongTheOutputs() {
        String inner = functional(
                        "inner",
                        INPUT.formatted("x") + "," + dense("d", ", \"inbound_nodes\": " + calls(tensor("x", 0, 0))),
                        "[\"d\", 0, 0]")
                .replace("NODES", calls(tensor("x", 0, 0), tensor("inner", 0, 0)));
        for (int number : new int[] {0, 2}) {
            var graph = read(outermost(
                            functional("net", INPUT.formatted("x") + "," + inner, "[\"inner\", " + number + ", 0]")))
                    .architecture()
                    .graph();
            assertThat(graph.calls().get(graph.outputs().get(0).call()).node()).isEqualTo(1);
        }
        assertThatThrownBy(() ->
                        read(outermost(functional("net", INPUT.formatted("x") + "," + inner, "[\"inner\", 3, 0]"))))
                .hasMessageContaining("call 2, which there is not");
        assertThatThrownBy(() ->
                        read(outermost(functional("net", INPUT.formatted("x") + "," + inner, "[\"inner\", 2, 1]"))))
                .hasMessageContaining("expected one of the 1 output(s) of 'inner', received number 1");
    }

    @Test
    void nestsThatAreTooDeepOrGrowTooFastAreRefused() {
        String deep = dense("d", "");
        for (int i = 0; i < 40; i++) {
            deep = sequential("s", INPUT.formatted("x"), deep).replace("NODES", "[]");
        }
        String tooDeep = deep;
        assertThatThrownBy(() -> read(tooDeep)).hasMessageContaining("nested at most 32 deep");
        String bomb = functional(
                "m",
                INPUT.formatted("x") + "," + dense("d", ", \"inbound_nodes\": " + calls(tensor("x", 0, 0))),
                "[\"d\", 0, 0]");
        for (int i = 0; i < 25; i++) {
            // 2 to the power of 25 calls
            bomb = functional(
                    "m",
                    INPUT.formatted("x") + "," + bomb.replace("NODES", calls(tensor("x", 0, 0), tensor("m", 0, 0))),
                    "[\"m\", 2, 0]");
        }
        String growing = outermost(bomb);
        assertThatThrownBy(() -> read(growing)).hasMessageContaining("at most 5000 calls of layers");
    }

    @Test
    void layersOfTwoModelsAtOnceAreRefusedIfTheyHaveWeights() {
        String id = ", \"shared_object_id\": 12345";
        String one = sequential("one", INPUT.formatted("x"), dense("d", id)).replace("NODES", "[]");
        String two = sequential("two", INPUT.formatted("x"), dense("e", id)).replace("NODES", "[]");
        assertThatThrownBy(() -> read(outermost(sequential("net", INPUT.formatted("x"), one, two))))
                .hasMessageContaining("'one/d' and 'two/e', which are the same");
    }

    @Test
    void innerMistakesAreNamedWithTheirPlace() {
        String wrong = sequential("inner", INPUT.formatted("x"), dense("d", "").replace("2}", "0}"))
                .replace("NODES", "[]");
        assertThatThrownBy(() -> read(outermost(sequential("net", INPUT.formatted("x"), wrong))))
                .hasMessageContaining("Sequential 'inner': Dense 'd'");
    }
}
