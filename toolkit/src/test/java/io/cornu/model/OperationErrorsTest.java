package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.operations.AlongAxis;
import io.cornu.layers.operations.AxisFunction;
import io.cornu.layers.operations.Einsum;
import io.cornu.layers.operations.Elementwise;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.Index;
import io.cornu.layers.operations.Operations;
import io.cornu.layers.operations.Pad;
import io.cornu.layers.operations.Permutation;
import io.cornu.layers.operations.Reduction;
import io.cornu.layers.operations.ReductionFunction;
import io.cornu.layers.operations.Repeat;
import io.cornu.layers.operations.Roll;
import io.cornu.layers.operations.Split;
import io.cornu.layers.operations.Take;
import io.cornu.layers.operations.Tile;
import io.cornu.layers.operations.TopK;
import io.cornu.layers.operations.Triangle;
import io.cornu.model.Functional.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What operations refuse, how they say so, and shapes where they are not those of a test beside Keras. */
class OperationErrorsTest {
    private static final Shape SEQUENCE = Shape.of(6, 4);

    static Stream<Arguments> arguments() {
        return Stream.of(
                wrong(() -> Operations.of(ElementwiseFunction.SIN, 2), "Sin", "1 operands", "one of them an input"),
                wrong(() -> Elementwise.of(ElementwiseFunction.CLIP), "Clip", "[x_min, x_max]"),
                wrong(() -> Operations.clip(0, Double.NaN), "Clip", "finite", "NaN"),
                wrong(
                        () -> Elementwise.of(ElementwiseFunction.ADD, constants(1, 2)),
                        "Add",
                        "2 operands, one of them an input"),
                wrong(
                        () -> new Reduction(ReductionFunction.COUNT_NONZERO, List.of(1), true),
                        "CountNonzero",
                        "keepDimensions"),
                wrong(() -> Index.every(0), "Index", "step", "0"),
                wrong(() -> Operations.index(Index.ellipsis(), Index.ellipsis()), "GetItem", "one ellipsis"),
                wrong(() -> Operations.reshape(4, 6), "Reshape", "-1 for the batch", "[4, 6]"),
                wrong(() -> Operations.reshape(-1, 0), "Reshape", "at least 1"),
                wrong(() -> Operations.einsum("ij,jk->ik"), "Einsum", "the batch first", "ij,jk->ik"),
                wrong(() -> Operations.einsum("b...->b"), "Einsum", "name each axis"),
                wrong(() -> Einsum.of("bii->b"), "Einsum", "bii->b"),
                wrong(() -> Operations.matmul(Array.of(new float[3])), "Matmul", "matrix"),
                wrong(() -> Operations.cast(DataType.FLOAT16), "Cast", "float16"),
                wrong(() -> Operations.pad(Margin.of(1), Margin.of(0)), "Pad", "batch"),
                wrong(() -> new Pad(List.of(Margin.of(0)), Pad.Mode.REFLECT, 2), "Pad", "0 but for CONSTANT", "2.0"),
                wrong(() -> new Repeat(0, 1), "Repeat", "repeats", "0"),
                wrong(() -> new Tile(List.of(2, 1)), "Tile", "1 for the batch", "[2, 1]"),
                wrong(() -> Take.of(1), "Take", "whole numbers"),
                wrong(() -> new Take(Array.of(new double[] {.5}), 1), "Take", "whole numbers"),
                wrong(() -> Operations.oneHot(0), "OneHot", "numClasses", "0"),
                wrong(() -> new Split(0, 1), "Split", "sections", "0"),
                wrong(() -> new TopK(0), "TopK", "k", "0"),
                wrong(
                        () -> new Permutation(Permutation.Form.SWAPAXES, List.of(1), List.of()),
                        "Swapaxes",
                        "two axes",
                        "[1]"),
                wrong(
                        () -> new Permutation(Permutation.Form.MOVEAXIS, List.of(1), List.of()),
                        "Moveaxis",
                        "destinations"));
    }

    private static List<Optional<Array>> constants(long... numbers) {
        List<Optional<Array>> constants = new ArrayList<>();
        for (long number : numbers) {
            constants.add(Optional.of(Array.scalar(number)));
        }
        return constants;
    }

    private static Arguments wrong(Supplier<Object> make, String... words) {
        return Arguments.of(make, words);
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void wrongArgumentsAreNamed(Supplier<Object> make, String... words) {
        assertThatIllegalArgumentException().isThrownBy(make::get).satisfies(error -> assertThat(error)
                .hasMessageContainingAll(words));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                refused(Operations.add(), "'add': expected 2 input(s), received 1", SEQUENCE),
                refused(
                        Operations.add(),
                        "same rank, received (None, 6, 4) and (None, 4). Give",
                        SEQUENCE,
                        Shape.of(4)),
                refused(Operations.add(), "that broadcast, received (None, 6, 4)", SEQUENCE, Shape.of(6, 3)),
                refused(
                        Operations.of(ElementwiseFunction.ADD, Array.of(new float[3])),
                        "that broadcast, received (None, 6, 4) and (1, 1, 3)",
                        SEQUENCE),
                refused(
                        Operations.of(ElementwiseFunction.ADD, Array.of(new float[48], 2, 6, 4)),
                        "constant without the batch",
                        SEQUENCE),
                refused(Operations.mean(), "received none, which means all and so the batch", SEQUENCE),
                refused(Operations.mean(0), "expected an axis of the examples, received 0", SEQUENCE),
                refused(Operations.mean(1, -2), "expected different axes, received [1, -2]", SEQUENCE),
                refused(Operations.softmax(3), "Choose one from 1 to 2, or from -2 to -1.", SEQUENCE),
                refused(Operations.squeeze(1), "expected size 1 along axis 1", SEQUENCE),
                refused(Operations.expandDims(0), "expected a new axis of the examples, received 0", SEQUENCE),
                refused(
                        Operations.stack(1),
                        "same shape, received (None, 6, 4) and (None, 6, 3)",
                        SEQUENCE,
                        Shape.of(6, 3)),
                refused(new AlongAxis(AxisFunction.GLU, 1), "even size along axis 1", Shape.of(5, 4)),
                refused(Operations.index(Index.at(0)), "takes the whole batch first", SEQUENCE),
                refused(Operations.index(Index.all(), Index.at(6)), "Choose one from -6 to 5.", SEQUENCE),
                refused(
                        Operations.index(Index.all(), Index.all(), Index.all(), Index.at(0)),
                        "expected at most 3 indices, received 4",
                        SEQUENCE),
                refused(Operations.reshape(-1, 5), "expected examples that fill (5,)", SEQUENCE),
                refused(Operations.transpose(1, 0, 2), "every axis once, the batch first", SEQUENCE),
                refused(Operations.matmul(), "expected matrices", SEQUENCE, SEQUENCE),
                refused(Operations.einsum("bij,bj->bi"), "expected input that fits 'bj'", SEQUENCE, Shape.of(3)),
                refused(Operations.pad(Margin.of(0), Margin.of(1)), "expected input of rank 2", SEQUENCE),
                refused(
                        new Pad(List.of(Margin.of(0), Margin.of(6), Margin.of(0)), Pad.Mode.REFLECT, 0),
                        "no longer than the axis they mirror",
                        SEQUENCE),
                refused(new Tile(List.of(1, 2)), "expected input of rank 2", SEQUENCE),
                refused(new Roll(1, 0), "expected an axis of the examples", SEQUENCE),
                refused(Take.of(1, 6), "expected indices along axis 1 from -6 to 5", SEQUENCE),
                refused(new Triangle(Triangle.Part.TRIL, 0), "expected input (batch, ..., n, m)", Shape.of(4)),
                refused(new TopK(5), "at least 5 places", SEQUENCE),
                refused(new Split(4, 1), "a multiple of 4", SEQUENCE));
    }

    private static Arguments refused(Layer layer, String message, Shape... inputs) {
        return Arguments.of(layer, message, List.of(inputs));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void wrongShapesAreNamed(Layer layer, String message, List<Shape> shapes) {
        Functional.Builder net = Functional.builder();
        Node[] inputs = shapes.stream()
                .map(shape -> net.input(Input.of(shape.asArray())))
                .toArray(Node[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.addAll(layer, inputs))
                .satisfies(error -> assertThat(error).hasMessageStartingWith(layer.kind()))
                .withMessageContaining(message);
    }

    @Test
    void slicesAreAsLongAsInPython() {
        // len(range(7)[slice]) in Python
        assertThat(length(Index.range(1, 5))).isEqualTo(4);
        assertThat(length(Index.range(-3, 100))).isEqualTo(3);
        assertThat(length(Index.range(5, 2))).isZero();
        assertThat(length(Index.every(3))).isEqualTo(3);
        assertThat(length(Index.every(-2))).isEqualTo(4);
        assertThat(length(new Index.Slice(OptionalInt.of(5), OptionalInt.of(0), -2)))
                .isEqualTo(3);
        assertThat(length(new Index.Slice(OptionalInt.of(-1), OptionalInt.empty(), -3)))
                .isEqualTo(3);
        assertThat(length(Index.until(-7))).isZero();
    }

    private static long length(Index index) {
        return Operations.index(Index.all(), index)
                .outputShape(List.of(Shape.of(-1, 7)))
                .get(1);
    }
}
