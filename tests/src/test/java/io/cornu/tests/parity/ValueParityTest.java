package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.activations.Activation;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.NumpyFiles;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Activations, regularizers, constraints and initializers compute what those of Keras do, and draw as they do. */
@NeedsPython
class ValueParityTest {
    /** Where functions bend, on both sides of it, near zero and far from it. */
    private static final double[] BENDS = {
        -10_000, -100, -20, -6, -3, -2.5, -2, -1, -.75, -.5, -.25, -.1, -.001, 0, .001, .1, .25, .5, .75, 1, 2, 2.5, 3,
        6, 20, 100, 10_000, -0.0
    };

    /** TensorFlow's Python rounds two constants of gelu to float32, in float64 too. */
    private static final double ROUNDED = 1e-7;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static List<ValueCase> activations() {
        return ValueCase.activations();
    }

    static List<ValueCase> regularizers() {
        return ValueCase.regularizers();
    }

    static List<ValueCase> constraints() {
        return ValueCase.constraints();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsAndTheirGradients(ValueCase test, PythonWorker python) throws IOException {
        Activation activation = (Activation) test.value();
        RandomGenerator random = Seed.of(test.toString().hashCode()).generator();
        List<Array> inputs = new ArrayList<>();
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            boolean alongRows = Stream.of(-2, 1)
                    .anyMatch(axis -> axis.equals(test.arguments().get("axis")));
            Array bends = Array.of(BENDS, BENDS.length).cast(type);
            inputs.add(alongRows ? bends.reshape(2, 2, BENDS.length / 4) : bends);
            inputs.add(Numbers.normal(random, 2, type, Shape.of(4, 6)));
            inputs.add(Numbers.normal(random, 2, type, Shape.of(2, 4, 6)));
            inputs.add(Numbers.normal(random, .3, type, Shape.of(4, 2, 4, 8)));
            // Many equal numbers, in rows that sort in different ways.
            inputs.add(Array.of(new double[] {1, 1, 0, 1, .5, .5, -1, 0, 0, 0, 0, 0, .25, .25, .25, .25}, 4, 4)
                    .cast(type));
        }
        List<Differentiated> ours = differentiate(activation::apply, inputs, random);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(activation.outputShape(inputs.get(i).shape()))
                    .isEqualTo(ours.get(i).value().shape());
        }
        save(inputs, ours);

        python.call(
                "values",
                "activation",
                folder,
                Map.of("function", test.keras(), "arguments", test.arguments(), "count", inputs.size()));

        requireSame(test, inputs, ours);
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void regularizersAndTheirGradients(ValueCase test, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(test.toString().hashCode()).generator();
        List<Array> inputs = new ArrayList<>();
        boolean isForMatrices = test.keras().equals("OrthogonalRegularizer");
        inputs.add(Numbers.normal(random, 1, DataType.FLOAT32, Shape.of(5, 4)));
        inputs.add(Numbers.normal(random, 1, DataType.FLOAT32, Shape.of(2, 7)));
        inputs.add(Array.of(new float[] {1, 0, 0, 1, 0, -2, 2, 2}, 2, 4));
        if (!isForMatrices) {
            inputs.add(Numbers.normal(random, 1, DataType.FLOAT32, Shape.of(3, 3, 2, 4)));
            inputs.add(Array.of(new float[] {0, -1, 2}));
        }
        Regularizer regularizer = (Regularizer) test.value();
        List<Differentiated> ours = differentiate(regularizer::penalty, inputs, random);
        save(inputs, ours);

        python.call("values", "regularizer", folder, Map.of("spec", test.spec(), "count", inputs.size()));

        requireSame(test, inputs, ours);
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void constraints(ValueCase test, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(test.toString().hashCode()).generator();
        List<Array> inputs = new ArrayList<>();
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            inputs.add(Numbers.normal(random, .7, type, Shape.of(5, 4)));
            inputs.add(Numbers.normal(random, .3, type, Shape.of(3, 3, 2, 6)));
            inputs.add(Array.of(new double[] {0, 0, 0, 1e-9, -3, 4}, 3, 2).cast(type));
        }
        List<Array> ours = new ArrayList<>();
        try (NativeSession session = new NativeSession(SessionOptions.defaults())) {
            // Nothing ever differentiates a constraint.
            inputs.forEach(input -> ours.add(Differentiated.value(session, test.constraint()::apply, input)));
        }
        for (int i = 0; i < inputs.size(); i++) {
            NumpyFiles.write(folder.resolve("x" + i + ".npy"), inputs.get(i));
        }

        python.call("values", "constraint", folder, Map.of("spec", test.spec(), "count", inputs.size()));

        for (int i = 0; i < inputs.size(); i++) {
            Numbers.requireClose("case " + i, ours.get(i), load("y" + i));
        }
    }

    static Stream<Arguments> draws() {
        List<Shape> shapes =
                List.of(Shape.of(150, 200), Shape.of(3, 5, 20, 100), Shape.of(7, 2, 3, 20, 40), Shape.of(20_000));
        return ValueCase.initializers().stream().flatMap(test -> shapes.stream()
                .filter(shape -> shape.numDimensions() > 1 || test.arguments().get("input_axes") == null)
                .map(shape -> Arguments.of(test, shape)));
    }

    /** Both sides draw as many numbers, whose distributions are compared (Kolmogorov and Smirnov's test). */
    @ParameterizedTest
    @MethodSource("draws")
    void initializersDrawAsKerasDoes(ValueCase test, Shape shape, PythonWorker python) throws IOException {
        float[] ours = ((Initializer) test.value()).initialize(shape, Seed.of(3).generator());
        float[] theirs = draw(test, shape, python).toFloats();
        assertThat(ours).hasSameSizeAs(theirs);
        int n = ours.length;
        double deviation = deviation(theirs);
        // Four standard errors of the difference of two means, and of two standard deviations: that of one is at most
        // its value by the square root of 2 n, for no distribution here has heavier tails than the normal.
        assertThat(mean(ours)).isCloseTo(mean(theirs), within(4 * deviation * Math.sqrt(2.0 / n)));
        assertThat(deviation(ours)).isCloseTo(deviation, within(4 * deviation / Math.sqrt(n)));
        // Larger in one of 10,000 draws: sqrt(-ln(1e-4 / 2) / 2) = 2.23.
        assertThat(distance(ours, theirs)).isLessThan(2.23 * Math.sqrt(2.0 / n));
    }

    static Stream<Arguments> exactDraws() {
        Stream<ValueCase> cases =
                Stream.concat(ValueCase.otherInitializers().stream(), Stream.of(ValueCase.scaledIdentity()));
        return cases.flatMap(test -> Stream.of(Shape.of(6, 4), Shape.of(3, 5), Shape.of(2, 3, 2, 4), Shape.of(2, 2, 9))
                .filter(shape -> shape.numDimensions() == 2 || !test.keras().equals("Identity"))
                .map(shape -> Arguments.of(test, shape)));
    }

    /** Of a random orthogonal matrix, the products of rows or columns are what is not random. */
    @ParameterizedTest
    @MethodSource("exactDraws")
    void initializersGiveWhatKerasGives(ValueCase test, Shape shape, PythonWorker python) throws IOException {
        Array ours = Array.of(
                ((Initializer) test.value()).initialize(shape, Seed.of(3).generator()), shape.asArray());
        Array theirs = draw(test, shape, python);
        boolean isOrthogonal = test.keras().equals("Orthogonal");
        Numbers.requireClose(
                test + " " + shape, isOrthogonal ? products(ours) : ours, isOrthogonal ? products(theirs) : theirs);
    }

    private Array draw(ValueCase test, Shape shape, PythonWorker python) throws IOException {
        long[] sizes = shape.asArray();
        python.call("values", "draw", folder, Map.of("spec", test.spec(), "shape", sizes, "seed", 5));
        return load("draw");
    }

    /** Products of columns with each other, or of rows where they are fewer. */
    private static Array products(Array array) {
        int columns = (int) array.shape().get(-1);
        int rows = array.size() / columns;
        boolean isTall = rows >= columns;
        int count = Math.min(rows, columns);
        float[] products = new float[count * count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double sum = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    sum += isTall
                            ? array.at(k * columns + i) * array.at(k * columns + j)
                            : array.at(i * columns + k) * array.at(j * columns + k);
                }
                products[i * count + j] = (float) sum;
            }
        }
        return Array.of(products, count, count);
    }

    private static List<Differentiated> differentiate(
            Differentiated.Formula formula, List<Array> inputs, RandomGenerator random) {
        try (NativeSession session = new NativeSession(SessionOptions.defaults())) {
            return inputs.stream()
                    .map(input -> Differentiated.of(session, formula, input, random))
                    .toList();
        }
    }

    private void save(List<Array> inputs, List<Differentiated> ours) throws IOException {
        for (int i = 0; i < inputs.size(); i++) {
            NumpyFiles.write(folder.resolve("x" + i + ".npy"), inputs.get(i));
            NumpyFiles.write(folder.resolve("c" + i + ".npy"), ours.get(i).coefficients());
        }
    }

    private void requireSame(ValueCase test, List<Array> inputs, List<Differentiated> ours) throws IOException {
        for (int i = 0; i < inputs.size(); i++) {
            Array input = inputs.get(i);
            String what = input.dataType() + " " + input.shape();
            Differentiated mine = ours.get(i);
            double tolerance =
                    input.dataType() == DataType.FLOAT32 ? 1e-5 : test.keras().equals("gelu") ? ROUNDED : 1e-12;
            Numbers.requireClose("value of " + what, mine.value(), load("y" + i), tolerance);
            Numbers.requireClose("gradient of " + what, mine.gradient(), load("g" + i), tolerance);
        }
    }

    private Array load(String name) throws IOException {
        return NumpyFiles.read(folder.resolve(name + ".npy"));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** The largest distance of two empirical distribution functions. */
    private static double distance(float[] a, float[] b) {
        float[] first = a.clone();
        float[] second = b.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        double largest = 0;
        int j = 0;
        for (int i = 0; i < first.length; i++) {
            while (j < second.length && second[j] <= first[i]) {
                j++;
            }
            largest = Math.max(largest, Math.abs((i + 1.0) / first.length - (double) j / second.length));
        }
        return largest;
    }
}
