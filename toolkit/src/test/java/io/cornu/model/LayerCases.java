package io.cornu.model;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.Size2D;
import io.cornu.model.Functional.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** The layers of {@code layers.py}, by the names they have there: to add a layer's cases, add them in both. */
final class LayerCases {
    private static final Size2D ONE = Size2D.of(1, 1);

    private final Map<String, LayerCase> cases = new LinkedHashMap<>();

    /**
     * A layer with shapes of examples it can take.
     *
     * @param name in the file
     * @param layer the layer
     * @param shapes of one example of each input
     * @param frequency of the sine that the inputs are
     */
    record LayerCase(String name, Layer layer, List<Shape> shapes, double frequency) {
        LayerCase(String name, Layer layer, List<Shape> shapes) {
            this(name, layer, shapes, 0.7);
        }

        /** With inputs of which no two nearly tie, for layers that choose the largest of many. */
        static LayerCase untied(Layer layer, Shape shape) {
            return new LayerCase(layer.toString(), layer, List.of(shape), Math.sqrt(2));
        }

        /** A network of this layer alone. */
        Functional network() {
            Functional.Builder net = Functional.builder();
            List<Node> inputs = shapes.stream()
                    .map(shape -> net.input(Input.of(shape.asArray())))
                    .toList();
            Node output = net.add(layer.named("layer"), inputs.toArray(Node[]::new));
            return net.build(inputs, List.of(output));
        }

        /** The inputs of the file, or others if shifted. */
        List<Array> inputs(int batch, double shift) {
            boolean isWide = name.startsWith("activation") || name.startsWith("relu") || name.startsWith("leaky");
            List<Array> inputs = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                inputs.add(numbers(shapes.get(i).prepend(batch), i + shift, isWide ? 8 : 1, 0, frequency));
            }
            return inputs;
        }

        /** Gives a model the weights of the file. */
        void setWeights(Model model) {
            Map<String, Array> values = new LinkedHashMap<>();
            model.weights().byPath().forEach((path, value) -> {
                boolean isAroundOne = path.endsWith("gamma") || path.endsWith("moving_variance");
                int salt = 10 + values.size();
                values.put(path, numbers(value.shape(), salt, isAroundOne ? 0.5 : 1, isAroundOne ? 1 : 0));
            });
            model.setWeights(new Weights(values));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private LayerCases() {
        addConvolutions();
        addPooling();
        addDense();
        addActivations();
        addShapes();
        addNormalizations();
        addMerging();
    }

    static Map<String, LayerCase> all() {
        return new LayerCases().cases;
    }

    /** {@code offset + scale sin(0.7 i + salt)}. */
    static Array numbers(Shape shape, double salt, double scale, double offset) {
        return numbers(shape, salt, scale, offset, 0.7);
    }

    private static Array numbers(Shape shape, double salt, double scale, double offset, double frequency) {
        double[] values = new double[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = offset + scale * Math.sin(frequency * i + salt);
        }
        return Array.of(values, shape.asArray());
    }

    private void add(String name, Layer layer, Shape... shapes) {
        cases.put(name, new LayerCase(name, layer, List.of(shapes)));
    }

    private void addConvolutions() {
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            for (Size2D kernel : List.of(Size2D.of(3, 3), Size2D.of(2, 3))) {
                for (int groups = 1; groups <= 2; groups++) {
                    addConvolution(padding, kernel, groups, ONE, ONE);
                    addConvolution(padding, kernel, groups, Size2D.of(2, 2), ONE);
                    addConvolution(padding, kernel, groups, Size2D.of(2, 1), ONE);
                    addConvolution(padding, kernel, groups, ONE, Size2D.of(2, 2));
                    addConvolution(padding, kernel, groups, ONE, Size2D.of(1, 2));
                }
            }
        }
        add(
                "conv_no_bias_relu",
                Conv2D.of(3, 2).withUseBias(false).withActivation(Activations.relu()),
                Shape.of(4, 4, 2));
        add("conv_1x1", Conv2D.of(5, 1), Shape.of(3, 3, 2));
    }

    private void addConvolution(Padding padding, Size2D kernel, int groups, Size2D strides, Size2D dilation) {
        String name = "conv_" + padding.kerasName() + "_k" + text(kernel) + "_s" + text(strides) + "_d" + text(dilation)
                + "_g" + groups;
        Conv2D layer = Conv2D.of(4, kernel)
                .withStrides(strides)
                .withPadding(padding)
                .withDilationRate(dilation)
                .withGroups(groups);
        add(name, layer, Shape.of(6, 5, 4));
    }

    private void addPooling() {
        Shape images = Shape.of(5, 6, 2);
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            for (Size2D pool : List.of(Size2D.of(2, 2), Size2D.of(3, 2))) {
                for (Size2D strides : List.of(Size2D.of(2, 2), ONE, Size2D.of(2, 3))) {
                    String ending = padding.kerasName() + "_p" + text(pool) + "_s" + text(strides);
                    add("max_" + ending, new MaxPooling2D(pool, strides, padding, DataFormat.CHANNELS_LAST), images);
                    add(
                            "average_" + ending,
                            new AveragePooling2D(pool, strides, padding, DataFormat.CHANNELS_LAST),
                            images);
                }
            }
        }
        add("max_default", MaxPooling2D.of(2), images);
        add("global_average", GlobalAveragePooling2D.of(), Shape.of(3, 4, 2));
        add("global_average_kept", GlobalAveragePooling2D.of().withKeepDimensions(true), Shape.of(3, 4, 2));
    }

    private void addDense() {
        add("dense", Dense.of(3), Shape.of(4));
        add("dense_no_bias", Dense.of(3).withUseBias(false), Shape.of(4));
        add("dense_rank_3", Dense.of(3).withActivation(Activations.softmax()), Shape.of(5, 4));
        add("dense_rank_4", Dense.of(2), Shape.of(2, 3, 4));
    }

    private void addActivations() {
        for (String name : Activations.names()) {
            add(
                    "activation_" + name.toLowerCase(Locale.ROOT),
                    Activation.of(Activations.named(name).orElseThrow()),
                    // A gated linear unit halves an even size.
                    Shape.of(name.equals("glu") ? 8 : 7));
        }
        add("activation_softmax_rank_3", Activation.of(Activations.softmax()), Shape.of(3, 4));
        add("activation_log_softmax_rank_4", Activation.of(Activations.logSoftmax()), Shape.of(2, 3, 4));
        ReLU relu = ReLU.of();
        add("relu", relu, Shape.of(9));
        add("relu_6", relu.withMaxValue(6), Shape.of(9));
        add("relu_low_ceiling", relu.withMaxValue(0.5), Shape.of(9));
        add("relu_slope", relu.withNegativeSlope(0.2), Shape.of(9));
        add("relu_threshold", relu.withThreshold(0.4), Shape.of(9));
        add("relu_all", new ReLU(0.8, 0.1, 0.3), Shape.of(9));
        add("leaky_relu", LeakyReLU.of(), Shape.of(9));
        add("leaky_relu_slope", LeakyReLU.of(0.01), Shape.of(9));
    }

    private void addShapes() {
        add("flatten", Flatten.of(), Shape.of(2, 3, 2));
        add("flatten_nothing", Flatten.of(), Shape.scalar());
        add("reshape", Reshape.of(3, 4), Shape.of(2, 6));
        add("reshape_worked_out", Reshape.of(-1, 2), Shape.of(2, 6));
        add("rescaling", Rescaling.of(0.25).withOffset(-3), Shape.of(4));
        add("dropout", Dropout.of(0.4), Shape.of(6));
        add("dropout_0", Dropout.of(0), Shape.of(6));
    }

    private void addNormalizations() {
        BatchNormalization layer = BatchNormalization.of();
        add("batch_normalization_rank_2", layer, Shape.of(3));
        add("batch_normalization_rank_3", layer, Shape.of(4, 3));
        add("batch_normalization_rank_4", layer, Shape.of(3, 2, 3));
        add("batch_normalization_axis_1", layer.withAxis(1), Shape.of(3, 2, 4));
        add("batch_normalization_plain", layer.withCenter(false).withScale(false), Shape.of(3, 2, 3));
        add(
                "batch_normalization_numbers",
                layer.withMomentum(0.7).withEpsilon(0.1).withScale(false),
                Shape.of(3, 2, 3));
    }

    private void addMerging() {
        add("add_2", Add.of(), Shape.of(3, 2), Shape.of(3, 2));
        add("add_3", Add.of(), Shape.of(4), Shape.of(4), Shape.of(4));
        add("add_broadcast", Add.of(), Shape.of(3, 1), Shape.of(1, 2));
        add("concatenate", Concatenate.of(), Shape.of(3, 2), Shape.of(3, 4));
        add("concatenate_axis_1", Concatenate.of(1), Shape.of(3, 2), Shape.of(1, 2), Shape.of(2, 2));
        add("concatenate_axis_-2", Concatenate.of(-2), Shape.of(3, 2), Shape.of(1, 2));
    }

    private static String text(Size2D size) {
        return size.height() + "x" + size.width();
    }
}
