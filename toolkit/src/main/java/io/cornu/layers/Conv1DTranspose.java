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
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The way back through a convolution: from the shape that a convolution gives to the shape that it takes. Decoders
 * and generators make sequences larger with it.
 *
 * <pre>y = activation(transposed_convolve(x, kernel) + bias)</pre>
 *
 * <p>Where the filter size is no multiple of the stride, neighbouring outputs see different numbers of inputs,
 * which shows as a checkerboard; {@link UpSampling1D} before a {@link Conv1D} has none.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', filters), where steps' = steps * stride with {@link
 * Padding#SAME}, and (steps - 1) * stride + max(reach, stride) with {@link Padding#VALID}; reach = (filter size -
 * 1) * dilation + 1. Given an outputPadding, steps' = (steps - 1) * stride + reach + outputPadding, in which reach
 * counts as 1 if odd and 0 if even with {@link Padding#SAME}. Variables: kernel (filter size, filters, channels),
 * bias (filters).
 *
 * <p>Source: {@code keras.layers.Conv1DTranspose}, Keras 3.15.
 *
 * @param filters the channels that come out, at least 1
 * @param kernelSize how many steps a filter covers, at least 1
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
public record Conv1DTranspose(
        int filters,
        int kernelSize,
        int strides,
        Padding padding,
        List<Integer> outputPadding,
        DataFormat dataFormat,
        int dilationRate,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint)
        implements Layer, Conv1DTransposeBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if filters or a size is below 1, both strides and dilation are above 1,
     *     padding is causal, or outputPadding does not fit
     */
    public Conv1DTranspose {
        Arguments.positive("Conv1DTranspose", "kernelSize", kernelSize);
        Arguments.positive("Conv1DTranspose", "strides", strides);
        Arguments.positive("Conv1DTranspose", "dilationRate", dilationRate);
        SlidingWindow window =
                new SlidingWindow(List.of(kernelSize), List.of(strides), List.of(dilationRate), padding, dataFormat);
        outputPadding = TransposedConvolution.checked("Conv1DTranspose", filters, window, outputPadding);
    }

    /**
     * A transposed convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize how many steps a filter covers, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Conv1DTranspose of(int filters, int kernelSize) {
        return new Conv1DTranspose(
                filters,
                kernelSize,
                1,
                Padding.VALID,
                List.of(),
                DataFormat.CHANNELS_LAST,
                1,
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
     * The same layer with another size of its output.
     *
     * @param sizes one number, at least 0 and less than the stride
     * @return a copy
     * @throws IllegalArgumentException if they do not fit
     */
    public Conv1DTranspose withOutputPadding(int... sizes) {
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
                new SlidingWindow(List.of(kernelSize), List.of(strides), List.of(dilationRate), padding, dataFormat);
        WeightOptions kernel = new WeightOptions(kernelInitializer, kernelRegularizer, kernelConstraint);
        WeightOptions bias = new WeightOptions(biasInitializer, biasRegularizer, biasConstraint);
        ConvolutionEnd end = new ConvolutionEnd(useBias, bias, activation, activityRegularizer, dataFormat);
        return new TransposedConvolution(filters, window, outputPadding, kernel, end);
    }
}
