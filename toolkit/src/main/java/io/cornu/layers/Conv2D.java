package io.cornu.layers;

import static io.cornu.activations.Activations.linear;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.initializers.Initializer;
import io.cornu.ops.Convolutions;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Filters that slide over images.
 *
 * <pre>y = activation(convolve(x, kernel) + bias)</pre>
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', filters); with {@link Padding#SAME}
 * height' = ceil(height / stride). Variables: kernel (kernel height, kernel width, channels / groups, filters),
 * bias (filters).
 *
 * <p>Source: {@code keras.layers.Conv2D}, Keras 3.15, with {@code data_format="channels_last"}.
 *
 * @param filters the channels that come out, at least 1 and a multiple of groups
 * @param kernelSize the height and width of a filter
 * @param strides how far a filter moves; 1 by default
 * @param padding what happens at the border; valid by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default, above 1 only with stride 1
 * @param groups into how many groups of channels input and filters are split; 1 by default
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param kernelInitializer how the kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param kernelRegularizer the penalty on the kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 */
@RecordBuilder
public record Conv2D(
        int filters,
        Size2D kernelSize,
        Size2D strides,
        Padding padding,
        Size2D dilationRate,
        int groups,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer)
        implements Layer, Conv2DBuilder.With {
    private static final Size2D ONE = Size2D.square(1);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if filters or groups are below 1, the groups do not divide the filters, or
     *     both strides and dilation are above 1
     */
    public Conv2D {
        Arguments.positive("Conv2D", "filters", filters);
        Arguments.positive("Conv2D", "groups", groups);
        padding.requireNotCausal("Conv2D");
        Arguments.require(
                filters % groups == 0, "Conv2D", "filters must be a multiple of groups (" + groups + ")", filters);
        Arguments.require(
                strides.equals(ONE) || dilationRate.equals(ONE),
                "Conv2D",
                "strides above 1 cannot be combined with a dilationRate above 1",
                strides + " and " + dilationRate);
    }

    /**
     * A convolution with square filters and Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the height and width of a filter, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Conv2D of(int filters, int kernelSize) {
        return of(filters, Size2D.square(kernelSize));
    }

    /**
     * A convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the height and width of a filter
     * @return the layer
     * @throws IllegalArgumentException if filters is below 1
     */
    public static Conv2D of(int filters, Size2D kernelSize) {
        return new Conv2D(
                filters,
                kernelSize,
                ONE,
                Padding.VALID,
                ONE,
                1,
                linear(),
                true,
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none());
    }

    /**
     * The same convolution with another stride.
     *
     * @param stride how far a filter moves in both directions, at least 1
     * @return a copy
     */
    public Conv2D withStrides(int stride) {
        return withStrides(Size2D.square(stride));
    }

    /**
     * The same convolution with another dilation.
     *
     * @param rate the distance between points in both directions, at least 1
     * @return a copy
     */
    public Conv2D withDilationRate(int rate) {
        return withDilationRate(Size2D.square(rate));
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireImages(input);
        ShapeRules.requireKnownLast(input);
        if (input.get(-1) % groups != 0) {
            throw new LayerShapeException(
                    "expected channels that are a multiple of groups (" + groups + "), received " + Shapes.text(input),
                    "Choose groups that divide the channels.");
        }
        return ShapeRules.activated(
                activation, Shape.of(input.get(0), windowed(input, 1), windowed(input, 2), filters));
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        long channels = inputs.get(0).get(-1);
        Shape kernel = Shape.of(kernelSize.height(), kernelSize.width(), channels / groups, filters);
        List<VariableSpec> specs = new ArrayList<>();
        specs.add(VariableSpec.trainable("kernel", kernel, kernelInitializer).withRegularizer(kernelRegularizer));
        if (useBias) {
            specs.add(VariableSpec.trainable("bias", Shape.of(filters), biasInitializer)
                    .withRegularizer(biasRegularizer));
        }
        return specs;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> kernel = call.variable("kernel");
        String border = padding.name();
        Operand<T> y = dilationRate.equals(ONE)
                ? Convolutions.grouped(tf, call.input(), kernel, sizes(strides), groups, border)
                : Convolutions.dilated(tf, call.input(), kernel, sizes(dilationRate), groups, border);
        if (useBias) {
            y = tf.nn.biasAdd(y, call.variable("bias"));
        }
        return activation.apply(tf, y);
    }

    private static long[] sizes(Size2D size) {
        return new long[] {size.height(), size.width()};
    }

    private long windowed(Shape input, int axis) {
        return axis == 1
                ? ShapeRules.windowed(
                        input, axis, padding, kernelSize.height(), strides.height(), dilationRate.height())
                : ShapeRules.windowed(input, axis, padding, kernelSize.width(), strides.width(), dilationRate.width());
    }
}
