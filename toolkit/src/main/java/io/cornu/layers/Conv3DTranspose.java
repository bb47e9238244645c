package io.cornu.layers;

import static io.cornu.activations.Activations.linear;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The way back through a convolution: from the shape that a convolution gives to the shape that it takes. Decoders
 * and generators make volumes larger with it.
 *
 * <pre>y = activation(transposed_convolve(x, kernel) + bias)</pre>
 *
 * <p>Where the filter size is no multiple of the stride, neighbouring outputs see different numbers of inputs,
 * which shows as a checkerboard; {@link UpSampling3D} before a {@link Conv3D} has none.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, depth', height', width', filters), where height' =
 * height * stride with {@link Padding#SAME}, and (height - 1) * stride + max(reach, stride) with {@link
 * Padding#VALID}; reach = (filter size - 1) * dilation + 1. Given an outputPadding, height' = (height - 1) *
 * stride + reach + outputPadding, in which reach counts as 1 if odd and 0 if even with {@link Padding#SAME}.
 * Variables: kernel (filter depth, filter height, filter width, filters, channels), bias (filters).
 *
 * <p>Source: {@code keras.layers.Conv3DTranspose}, Keras 3.15.
 *
 * @param filters the channels that come out, at least 1
 * @param kernelSize the depth, height and width of a filter
 * @param strides how far a filter moves over the output; 1 by default
 * @param padding what happens at the border; valid by default
 * @param outputPadding by how much the output grows at its end, one number an axis, each less than the stride;
 *     empty by default, which gives input size * stride with padding {@link Padding#SAME}
 * @param dataFormat where the channels are; last by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default, above 1 only with stride 1
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param kernelInitializer how the kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param kernelRegularizer the penalty on the kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output; none by default
 * @param kernelConstraint what each step of training makes of the kernel; none by default
 * @param biasConstraint what each step of training makes of the bias; none by default
 */
@RecordBuilder
public record Conv3DTranspose(
        int filters,
        Size3D kernelSize,
        Size3D strides,
        Padding padding,
        List<Integer> outputPadding,
        DataFormat dataFormat,
        Size3D dilationRate,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint)
        implements Layer, Conv3DTransposeBuilder.With {
    private static final Size3D ONE = Size3D.cube(1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if filters or a size is below 1, both strides and dilation are above 1,
     *     padding is causal, or outputPadding does not fit
     */
    public Conv3DTranspose {
        SlidingWindow window =
                new SlidingWindow(kernelSize.axes(), strides.axes(), dilationRate.axes(), padding, dataFormat);
        outputPadding = TransposedConvolution.checked("Conv3DTranspose", filters, window, outputPadding);
    }

    /**
     * A transposed convolution with cubic filters and Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the depth, height and width of a filter, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Conv3DTranspose of(int filters, int kernelSize) {
        return of(filters, Size3D.cube(kernelSize));
    }

    /**
     * A transposed convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the depth, height and width of a filter
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Conv3DTranspose of(int filters, Size3D kernelSize) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                ONE,
                Padding.VALID,
                List.of(),
                DataFormat.CHANNELS_LAST,
                ONE,
                linear(),
                true,
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none());
    }

    /**
     * The same layer with another stride.
     *
     * @param stride how far a filter moves in all directions, at least 1
     * @return a copy
     */
    public Conv3DTranspose withStrides(int stride) {
        return withStrides(Size3D.cube(stride));
    }

    /**
     * The same layer with another dilation.
     *
     * @param rate the distance between points in all directions, at least 1
     * @return a copy
     */
    public Conv3DTranspose withDilationRate(int rate) {
        return withDilationRate(Size3D.cube(rate));
    }

    /**
     * The same layer with another size of its output.
     *
     * @param sizes one number for all axes, or 3; at least 0 and less than the strides
     * @return a copy
     * @throws IllegalArgumentException if they do not fit
     */
    public Conv3DTranspose withOutputPadding(int... sizes) {
        return withOutputPadding(IntStream.of(sizes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        return convolution().outputShape(input);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return convolution().variables(inputs.get(0));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return convolution().call(call);
    }

    private TransposedConvolution convolution() {
        SlidingWindow window =
                new SlidingWindow(kernelSize.axes(), strides.axes(), dilationRate.axes(), padding, dataFormat);
        WeightOptions kernel = new WeightOptions(kernelInitializer, kernelRegularizer, kernelConstraint);
        WeightOptions bias = new WeightOptions(biasInitializer, biasRegularizer, biasConstraint);
        ConvolutionEnd end = new ConvolutionEnd(useBias, bias, activation, activityRegularizer, dataFormat);
        return new TransposedConvolution(filters, window, outputPadding, kernel, end);
    }
}
