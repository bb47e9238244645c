package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.ops.GraphMath;
import io.cornu.regularizers.Regularizer;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Activations, initializers, regularizers and constraints in files: those of one's own, and what is refused. */
class CustomValuesTest {
    record Square() implements Activation {
        @Override
        public String name() {
            return "square";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.square(x);
        }
    }

    record Signs(double size) implements Initializer {
        @Override
        public float[] initialize(Shape shape, RandomGenerator random) {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextBoolean() ? size : -size);
            }
            return values;
        }
    }

    record Entries(double factor) implements Regularizer {
        @Override
        public <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight) {
            return tf.math.mul(GraphMath.constant(tf, weight, factor), GraphMath.sum(tf, tf.math.tanh(weight)));
        }
    }

    record AtMost(double limit) implements Constraint {
        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
            return tf.math.minimum(weight, GraphMath.constant(tf, weight, limit));
        }
    }

    record Scale(Constraint constraint) implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(
                    VariableSpec.trainable("scale", Shape.of(inputs.get(0).get(-1)), new Signs(1))
                            .withConstraint(constraint));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.mul(call.input(), call.variable("scale"));
        }
    }

    private static final KerasRegistry REGISTRY = KerasRegistry.standard()
            .withActivation("mine>square", new Square())
            .withActivation("mine>half_celu", Activations.celu(.5))
            .withInitializer(KerasCodec.of(Signs.class, required("size", NUMBER, Signs::size), Signs::new)
                    .registeredIn("mine"))
            .withRegularizer(KerasCodec.of(Entries.class, required("factor", NUMBER, Entries::factor), Entries::new)
                    .registeredIn("mine"))
            .withConstraint(KerasCodec.of(AtMost.class, required("limit", NUMBER, AtMost::limit), AtMost::new)
                    .registeredIn("mine"))
            .withLayer(KerasCodec.of(Scale.class, () -> new Scale(Constraints.none()))
                    .option("constraint", OptionType.CONSTRAINT, Scale::constraint, (layer, other) -> new Scale(other))
                    .registeredIn("mine"));

    @Test
    void onesOwnAreSavedAndLoaded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.keras");
        Architecture architecture = Sequential.of(
                Input.of(3),
                Dense.of(4)
                        .withActivation(new Square())
                        .withKernelInitializer(new Signs(.5))
                        .withKernelRegularizer(new Entries(.25)),
                Dense.of(4).withActivation(Activations.celu(.5)),
                new Scale(new AtMost(2)),
                new Scale(Constraints.maxNorm(3).withAxis(-1)));
        try (Model model = architecture.build(Seed.of(1))) {
            KerasArchive.write(KerasModel.of(model), file, REGISTRY);
        }

        KerasModel read = KerasArchive.read(file, KerasReadOptions.defaults().withRegistry(REGISTRY));

        assertThat(read.architecture()).isEqualTo(architecture);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KerasArchive.read(file))
                .withMessageContainingAll("square", "KerasRegistry");
    }

    @Test
    void takenNamesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REGISTRY.withConstraint(
                        KerasCodec.of(AtMost.class, required("limit", NUMBER, AtMost::limit), AtMost::new)
                                .named("MaxNorm")))
                .withMessageContainingAll("KerasRegistry", "MaxNorm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REGISTRY.withActivation("swish", new Square()))
                .withMessageContainingAll("KerasRegistry", "swish");
    }

    @Test
    void argumentsThatNamesCannotTellAreRefused(@TempDir Path folder) {
        for (Activation activation : List.of(
                Activations.celu(.25), Activations.gelu(true), Activations.glu(1), Activations.threshold(1, 0))) {
            Architecture architecture = Sequential.of(Input.of(4, 2), io.cornu.layers.Activation.of(activation));
            try (Model model = architecture.build(Seed.of(1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> KerasArchive.write(model, folder.resolve("model.keras")))
                        .withMessageContainingAll(
                                "KerasArchive", "activation", "default arguments", "KerasRegistry.withActivation");
                assertThat(folder).isEmptyDirectory();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    constraint  | MaxNorm         | {"axis": null}                        | axis, or a list
                    constraint  | MaxNorm         | {"axis": []}                          | list of 1 to 8
                    constraint  | MaxNorm         | {"axis": [0,1,2,3,4,5,6,7,8]}         | list of 1 to 8
                    constraint  | MaxNorm         | {"axis": "0"}                         | whole number
                    constraint  | UnitNorm        | {"axis": [1, 1]}                      | [1, 1]
                    constraint  | MaxNorm         | {"max_value": -1}                     | -1.0
                    constraint  | MinMaxNorm      | {"min_value": 2}                      | maxValue = 1.0
                    constraint  | MinMaxNorm      | {"rate": 2}                           | rate
                    constraint  | NonNeg          | {"axis": 1}                           | axis
                    constraint  | MedianNorm      | {}                                    | MedianNorm
                    initializer | RandomUniform   | {"minval": 1, "maxval": 0}            | maxValue
                    initializer | RandomNormal    | {"stddev": -1}                        | standardDeviation
                    initializer | TruncatedNormal | {"stddev": "NaN"}                     | finite number
                    initializer | VarianceScaling | {"input_axes": []}                    | list of 1 to 8
                    initializer | STFT            | {}                                    | STFT
                    regularizer | OrthogonalRegularizer | {"mode": "diagonals"}           | 'rows', 'columns'
                    regularizer | OrthogonalRegularizer | {"factor": -1}                  | factor
                    activation  | ReLU            | {"max_value": -1}                     | maxValue
                    activation  | Softmax         | {"axis": [0, 1]}                      | whole number
                    activation  | ELU             | {"alpha": 1, "beta": 2}               | beta
                    activation  | LeakyReLU       | {"activity_regularizer": "l2"}        | activity_regularizer
                    activation  | PReLU           | {}                                    | PReLU
                    """)
    void impossibleOptionsInFilesAreRefused(String kind, String className, String config, String expected)
            throws IOException {
        String module = kind.equals("activation") ? "layers" : kind + "s";
        JsonNode node = new ObjectMapper()
                .readTree("{\"module\": \"keras." + module + "\", \"class_name\": \"" + className + "\", \"config\": "
                        + config + ", \"registered_name\": null}");
        Place place = new Place("here", KerasRegistry.standard());
        OptionType<?> type =
                switch (kind) {
                    case "constraint" -> OptionType.CONSTRAINT;
                    case "initializer" -> OptionType.INITIALIZER;
                    case "regularizer" -> OptionType.REGULARIZER;
                    default -> OptionType.ACTIVATION;
                };
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> type.read(node, place))
                .withMessageContainingAll("here", expected);
    }
}
