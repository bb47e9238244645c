package io.cornu.tests.parity;

import static io.cornu.layers.DataFormat.CHANNELS_LAST;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.operations.AlongAxis;
import io.cornu.layers.operations.AxisFunction;
import io.cornu.layers.operations.Einsum;
import io.cornu.layers.operations.Elementwise;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.GetItem;
import io.cornu.layers.operations.Index;
import io.cornu.layers.operations.Matmul;
import io.cornu.layers.operations.OneHot;
import io.cornu.layers.operations.Operations;
import io.cornu.layers.operations.Pad;
import io.cornu.layers.operations.Permutation;
import io.cornu.layers.operations.Pool;
import io.cornu.layers.operations.Reduction;
import io.cornu.layers.operations.ReductionFunction;
import io.cornu.layers.operations.Repeat;
import io.cornu.layers.operations.ResizeImages;
import io.cornu.layers.operations.Roll;
import io.cornu.layers.operations.Split;
import io.cornu.layers.operations.Take;
import io.cornu.layers.operations.Tile;
import io.cornu.layers.operations.TopK;
import io.cornu.layers.operations.Triangle;
import io.cornu.layers.operations.Unstack;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Builder;
import io.cornu.model.Functional.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keras' operations: outputs, gradients, and files both ways. */
class OperationParityTest extends LayerParity {
    private static final Set<ElementwiseFunction> POSITIVE = EnumSet.of(
            ElementwiseFunction.LOG,
            ElementwiseFunction.LOG1P,
            ElementwiseFunction.LOG2,
            ElementwiseFunction.LOG10,
            ElementwiseFunction.SQRT,
            ElementwiseFunction.RSQRT,
            ElementwiseFunction.RECIPROCAL,
            ElementwiseFunction.ARCCOSH);
    private static final Set<ElementwiseFunction> BELOW_ONE = EnumSet.of(
            ElementwiseFunction.ARCSIN,
            ElementwiseFunction.ARCCOS,
            ElementwiseFunction.ARCTANH,
            ElementwiseFunction.TAN);

    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        cases.clear();
        for (ElementwiseFunction function : ElementwiseFunction.values()) {
            switch (function.arity()) {
                case 1 -> unary(function);
                case 2 -> binary(function);
                default -> {}
            }
        }
        parametric();
        reductions();
        axes();
        parts();
        slices();
        shapes();
        products();
        models();
        return cases;
    }

    private void unary(ElementwiseFunction function) {
        if (function.parameters().stream()
                .anyMatch(parameter -> parameter.initial().isEmpty())) {
            return;
        }
        add(
                function.kerasName(),
                (net, x) ->
                        net.add(Add.of().named("sum"), net.add(Operations.of(function), range(function, net, x)), x));
    }

    private static Node range(ElementwiseFunction function, Builder net, Node x) {
        if (POSITIVE.contains(function)) {
            Node positive = net.add(Operations.of(ElementwiseFunction.SOFTPLUS), x);
            return net.add(Operations.add(1.25).named("shift"), positive);
        }
        if (BELOW_ONE.contains(function)) {
            Node bounded = net.add(Activation.of(Activations.tanh()), x);
            return net.add(Operations.multiply(.75).named("scale"), bounded);
        }
        return x;
    }

    private void binary(ElementwiseFunction function) {
        String name = function.kerasName();
        boolean isPower = function == ElementwiseFunction.POWER;
        add(name + " of two", (net, x) -> {
            Node base = isPower ? net.add(Operations.of(ElementwiseFunction.SOFTPLUS), x) : x;
            Node other = net.add(Dense.of(5).named("other"), x);
            return net.add(Add.of().named("sum"), net.add(Operations.of(function), base, other), x, other);
        });
        // Keras takes no number here.
        if (function == ElementwiseFunction.HYPOT) {
            return;
        }
        add(
                name + " and a number",
                (net, x) -> net.add(Add.of().named("sum"), net.add(Operations.of(function, 2), x), x));
        add(
                name + " of a number",
                (net, x) -> net.add(Add.of().named("sum"), net.add(Operations.of(1.5, function), x), x));
    }

    private void parametric() {
        add("Clip", (net, x) -> net.add(Operations.clip(-.5, 1), x));
        add(
                "Threshold",
                (net, x) -> net.add(
                        Operations.of(ElementwiseFunction.RELU),
                        net.add(
                                new Elementwise(
                                        ElementwiseFunction.THRESHOLD, List.of(Optional.empty()), List.of(.25, -1.0)),
                                x)));
        add("LeakyRelu .3", parameters(ElementwiseFunction.LEAKY_RELU, .3));
        add("Elu .5", parameters(ElementwiseFunction.ELU, .5));
        add("Celu 2", parameters(ElementwiseFunction.CELU, 2));
        add("Gelu exact", parameters(ElementwiseFunction.GELU, 0));
        add("Squareplus 1", parameters(ElementwiseFunction.SQUAREPLUS, 1));
        add("SoftShrink .25", parameters(ElementwiseFunction.SOFT_SHRINK, .25));
        add("HardShrink .25", parameters(ElementwiseFunction.HARD_SHRINK, .25));
        add(
                "Multiply by an array",
                (net, x) -> net.add(
                        Operations.of(ElementwiseFunction.MULTIPLY, Array.of(new float[] {1, -2, 3, .5f, 0})), x));
        add(
                "Add a matrix",
                (net, x) -> net.add(
                        Operations.of(ElementwiseFunction.ADD, Array.of(new float[] {1, 2, 3, 4, 5, 6, 7}, 7, 1)), x));
        add("Where of three", (net, x) -> {
            Node condition = net.add(Operations.of(ElementwiseFunction.GREATER, .1), x);
            return net.add(Operations.where(), condition, x, net.add(Dense.of(5).named("other"), x));
        });
        add("Where and a number", (net, x) -> {
            Node condition = net.add(Operations.of(ElementwiseFunction.LESS, .5), x);
            return net.add(Operations.where(-1), condition, x);
        });
        add("broadcast", (net, x) -> {
            Node mean = net.add(Operations.mean(1).withKeepDimensions(true), x);
            return net.add(Operations.subtract(), x, mean);
        });
    }

    private static Step parameters(ElementwiseFunction function, double value) {
        return (net, x) -> net.add(Operations.of(function).withParameters(List.of(value)), x);
    }

    private void reductions() {
        for (ReductionFunction function : ReductionFunction.values()) {
            boolean isCut = function == ReductionFunction.ANY
                    || function == ReductionFunction.ALL
                    || function == ReductionFunction.COUNT_NONZERO;
            add(function.kerasName() + " 1", (net, x) -> {
                Node reduced = net.add(Reduction.of(function, 1), x);
                return isCut
                        ? net.add(
                                Add.of().named("sum"), reduced, net.add(Operations.index(Index.all(), Index.at(2)), x))
                        : reduced;
            });
            if (!isCut) {
                add(
                        function.kerasName() + " -1 kept",
                        (net, x) -> net.add(Reduction.of(function, -1).withKeepDimensions(true), x));
                add(function.kerasName() + " 1, 2", (net, x) -> net.add(Reduction.of(function, 1, 2), x));
            }
        }
    }

    private void axes() {
        for (AxisFunction function : EnumSet.of(
                AxisFunction.SOFTMAX,
                AxisFunction.LOG_SOFTMAX,
                AxisFunction.SPARSEMAX,
                AxisFunction.NORMALIZE,
                AxisFunction.CUMSUM,
                AxisFunction.FLIP,
                AxisFunction.SORT)) {
            for (int axis : new int[] {1, -1}) {
                add(function.kerasName() + " " + axis, (net, x) -> net.add(new AlongAxis(function, axis), x));
            }
        }
        add(
                "Glu",
                (net, x) -> net.add(
                        new AlongAxis(AxisFunction.GLU, -1), net.add(Dense.of(6).named("six"), x)));
        for (AxisFunction function : EnumSet.of(AxisFunction.ARGMAX, AxisFunction.ARGMIN)) {
            add(function.kerasName(), (net, x) -> {
                Node place = net.add(Operations.cast(DataType.FLOAT32), net.add(new AlongAxis(function, 1), x));
                return net.add(Add.of().named("sum"), place, net.add(Operations.index(Index.all(), Index.at(0)), x));
            });
        }
        add(
                "Argsort",
                (net, x) -> net.add(
                        Add.of().named("sum"),
                        net.add(Operations.cast(DataType.FLOAT32), net.add(new AlongAxis(AxisFunction.ARGSORT, 1), x)),
                        x));
        add("ExpandDims 1", (net, x) -> net.add(Operations.expandDims(1), x));
        add("ExpandDims -1", (net, x) -> net.add(Operations.expandDims(-1), x));
        add("Squeeze", (net, x) -> net.add(Operations.squeeze(2), net.add(Operations.expandDims(2), x)));
        add(
                "Concatenate",
                (net, x) -> net.add(
                        Operations.concatenate(-1), x, net.add(Dense.of(2).named("other"), x)));
        add(
                "Stack",
                (net, x) -> net.add(Operations.stack(1), x, net.add(Dense.of(5).named("other"), x), x));
        add(
                "Stack -1",
                (net, x) -> net.add(Operations.stack(-1), x, net.add(Dense.of(5).named("other"), x)));
    }

    private void parts() {
        add("Split", (net, x) -> {
            List<Node> parts = net.addAll(new Split(7, 1), x);
            return net.add(Operations.concatenate(-1), parts.get(6), parts.get(0), parts.get(3));
        });
        add("Unstack", (net, x) -> {
            List<Node> parts = net.addAll(new Unstack(-1), x);
            return net.add(Operations.subtract(), parts.get(4), parts.get(1));
        });
        add("TopK", (net, x) -> net.addAll(new TopK(3), x).get(0));
        add("TopK's places", (net, x) -> {
            List<Node> both = net.addAll(new TopK(2), x);
            return net.add(Operations.add(), both.get(0), net.add(Operations.cast(DataType.FLOAT32), both.get(1)));
        });
    }

    private void slices() {
        add("x[:, 0]", item(Index.all(), Index.at(0)));
        add("x[:, -1, 1:3]", item(Index.all(), Index.at(-1), Index.range(1, 3)));
        add("x[..., ::2]", item(Index.ellipsis(), Index.every(2)));
        add("x[:, ::-1]", item(Index.all(), Index.every(-1)));
        add("x[:, None]", item(Index.all(), Index.newAxis()));
        add("x[:, None, ..., 1]", item(Index.all(), Index.newAxis(), Index.ellipsis(), Index.at(1)));
        add("x[:, 2:, :-1]", item(Index.all(), Index.from(2), Index.until(-1)));
        add("x[..., 1:2]", item(Index.ellipsis(), Index.range(1, 2)));
    }

    private static Step item(Index... indices) {
        return (net, x) -> net.add(GetItem.of(indices), x);
    }

    private void shapes() {
        add("Reshape", (net, x) -> net.add(Operations.reshape(-1, 5, 7), x));
        add("Reshape flat", (net, x) -> net.add(Operations.reshape(-1, 35), x));
        add("Transpose", (net, x) -> net.add(Operations.transpose(0, 2, 1), x));
        add("Swapaxes", (net, x) -> net.add(new Permutation(Permutation.Form.SWAPAXES, List.of(1, -1), List.of()), x));
        add(
                "Moveaxis",
                (net, x) -> net.add(
                        new Permutation(Permutation.Form.MOVEAXIS, List.of(3), List.of(1)),
                        net.add(Operations.reshape(-1, 7, 5, 1), x)));
        add("Pad", (net, x) -> net.add(Operations.pad(Margin.of(0), Margin.of(1, 2), Margin.of(0, 1)), x));
        List<Margin> margins = List.of(Margin.of(0), Margin.of(2), Margin.of(1, 0));
        add("Pad with a number", (net, x) -> net.add(new Pad(margins, Pad.Mode.CONSTANT, -1.5), x));
        add("Pad reflect", (net, x) -> net.add(new Pad(margins, Pad.Mode.REFLECT, 0), x));
        add("Pad symmetric", (net, x) -> net.add(new Pad(margins, Pad.Mode.SYMMETRIC, 0), x));
        add("Repeat", (net, x) -> net.add(new Repeat(3, 1), x));
        add("Repeat -1", (net, x) -> net.add(new Repeat(2, -1), x));
        add("Tile", (net, x) -> net.add(new Tile(List.of(1, 2, 3)), x));
        add("Roll", (net, x) -> net.add(new Roll(2, 1), x));
        add("Roll back", (net, x) -> net.add(new Roll(-1, -1), x));
        add("Take", (net, x) -> net.add(Take.of(1, 3, 0, -1, 3), x));
        add("Take of a matrix", (net, x) -> net.add(new Take(Array.of(new int[] {0, 1, 4, 2}, 2, 2), 2), x));
        for (Triangle.Part part : Triangle.Part.values()) {
            add(part + " 0", (net, x) -> net.add(new Triangle(part, 0), x));
            add(part + " -1", (net, x) -> net.add(new Triangle(part, -1), x));
        }
        add("OneHot", (net, x) -> {
            Node classes = net.add(Operations.cast(DataType.INT32), net.add(Operations.multiply(2), x));
            return net.add(
                    Operations.multiply(),
                    net.add(Operations.oneHot(4), classes),
                    net.add(Operations.expandDims(-1), x));
        });
        add("OneHot in the middle", (net, x) -> {
            Node classes = net.add(Operations.cast(DataType.INT32), x);
            return net.add(
                    Operations.multiply().named("product"),
                    net.add(new OneHot(3, 1), classes),
                    net.add(Operations.expandDims(1), x));
        });
        add(
                "Cast to bool",
                (net, x) -> net.add(
                        Operations.multiply(),
                        x,
                        net.add(
                                Operations.cast(DataType.FLOAT32),
                                net.add(
                                        Operations.cast(DataType.BOOL),
                                        net.add(Operations.of(ElementwiseFunction.RELU), x)))));
    }

    private void products() {
        add("Matmul", (net, x) -> net.add(Operations.matmul(), x, net.add(Operations.transpose(0, 2, 1), x)));
        add(
                "Matmul by a matrix",
                (net, x) ->
                        net.add(Operations.matmul(Array.of(new float[] {1, 2, 3, 4, 5, -6, 7, 8, 9, 10}, 5, 2)), x));
        add(
                "Matmul of a matrix",
                (net, x) -> net.add(
                        new Matmul(List.of(
                                Optional.of(Array.of(new float[] {1, 2, 3, 4, 5, -6, 7, 8, 9, 10, 0, 1, 2, 3}, 2, 7)),
                                Optional.empty())),
                        x));
        add(
                "Einsum",
                (net, x) -> net.add(
                        Operations.einsum("bij,bkj->bik"),
                        x,
                        net.add(Dense.of(5).named("other"), x)));
        add(
                "Einsum with a vector",
                (net, x) -> net.add(
                        new Einsum(
                                "bij,j->bi",
                                List.of(Optional.empty(), Optional.of(Array.of(new float[] {1, 2, -3, 4, 5})))),
                        x));
        add("Einsum of one", (net, x) -> net.add(Operations.einsum("bij->bji"), x));
    }

    /** Networks that are written by hand in Keras. */
    private void models() {
        add(
                "swish by hand",
                (net, x) -> net.add(Operations.multiply(), x, net.add(Operations.of(ElementwiseFunction.SIGMOID), x)));
        add("hard swish of MobileNetV3", (net, x) -> {
            Node gate = net.add(Operations.of(ElementwiseFunction.RELU6), net.add(Operations.add(3), x));
            return net.add(Operations.divide(6), net.add(Operations.multiply(), x, gate));
        });
        add("lerp", (net, x) -> {
            Node gate = net.add(Dense.of(5).named("gate"), x);
            Node rest = net.add(Operations.subtractFrom(1), gate);
            Node other = net.add(Dense.of(5).named("other"), x);
            return net.add(
                    Operations.add(),
                    net.add(Operations.multiply(), x, gate),
                    net.add(Operations.multiply(), other, rest));
        });
        add("time features", (net, x) -> {
            Node phase = net.add(Operations.multiply(2 * Math.PI / 24), x);
            return net.add(
                    Concatenate.of(),
                    net.add(Operations.of(ElementwiseFunction.SIN), phase),
                    net.add(Operations.of(ElementwiseFunction.COS), phase));
        });
        add("attention by hand", (net, x) -> {
            Node scores = net.add(
                    Operations.divide(Math.sqrt(5)),
                    net.add(Operations.matmul(), x, net.add(Operations.transpose(0, 2, 1), x)));
            Node mask = net.add(Operations.of(ElementwiseFunction.GREATER, 0), scores);
            Node kept = net.add(Operations.where(-1e9), mask, scores);
            return net.add(Operations.matmul(), net.add(Operations.softmax(-1), kept), x);
        });
        Builder net = Functional.builder();
        Node image = net.input(Input.of(8, 7, 3));
        Node x = net.add(Conv2D.of(4, 3).withPadding(SAME), image);
        Node squeezed = net.add(Operations.reshape(-1, 1, 1, 4), net.add(GlobalAveragePooling2D.of(), x));
        Node hidden = net.add(Dense.of(2).withActivation(Activations.relu()), squeezed);
        Node excited = net.add(Dense.of(4).withActivation(Activations.sigmoid()), hidden);
        for (Layer window : List.of(
                new Pool(Pool.Form.MAX_POOL, List.of(2, 3), List.of(1, 2), SAME, CHANNELS_LAST),
                new Pool(Pool.Form.AVERAGE_POOL, List.of(2, 2), List.of(2, 2), VALID, CHANNELS_LAST),
                ResizeImages.of(5, 4),
                new ResizeImages(11, 16, Interpolation.BICUBIC, false, CHANNELS_LAST),
                new ResizeImages(4, 3, Interpolation.BILINEAR, true, CHANNELS_LAST))) {
            Builder images = Functional.builder();
            Node pixels = images.input(Input.of(8, 7, 3));
            Node before = images.add(Conv2D.of(4, 1).named("before"), pixels);
            cases.add(LayerCase.of(window.toString(), images.build(pixels, images.add(window, before))));
        }
        cases.add(LayerCase.of("squeeze and excitation", net.build(image, net.add(Operations.multiply(), x, excited))));
    }

    /** What is made of sequences of 7 vectors of 5. */
    @FunctionalInterface
    private interface Step {
        Node apply(Builder net, Node x);
    }

    private void add(String name, Step step) {
        Builder net = Functional.builder();
        Node input = net.input(Input.of(7, 4));
        Node x = net.add(Dense.of(5).named("before"), input);
        cases.add(LayerCase.of(name, net.build(input, step.apply(net, x))));
    }
}
