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
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Filters that slide over sequences.
 *
 * <pre>y = activation(convolve(x, kernel) + bias)</pre>
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', filters); with {@link Padding#SAME}, steps' = ceil(steps
 * / stride). Variables: kernel (filter size, channels / groups, filters), bias (filters).
 *
 * <p>Source: {@code keras.layers.Conv1D}, Keras 3.15.
 *
 * @param filters the channels that come out, at least 1 and a multiple of groups
 * @param kernelSize how many steps a filter covers, at least 1
 * @param strides how far a filter moves; 1 by default
 * @param padding what happens at the border; {@link Padding#CAUSAL} keeps outputs from seeing later steps; valid
 *     by default
 * @param dataFormat where the channels are; last by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default, above 1 only with stride 1
 * @param groups into how many groups of channels input and filters are split; 1 by default
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
public record Conv1D(
        int filters,
        int kernelSize,
        int strides,
        Padding padding,
        DataFormat dataFormat,
        int dilationRate,
        int groups,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint)
        implements Layer, Conv1DBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if filters, groups or a size is below 1, the groups do not divide the
     *     filters, or both strides and dilation are above 1
     */
    public Conv1D {
        Arguments.positive("Conv1D", "kernelSize", kernelSize);
        Arguments.positive("Conv1D", "strides", strides);
        Arguments.positive("Conv1D", "dilationRate", dilationRate);
        PlainConvolution.check("Conv1D", filters, groups, List.of(strides), List.of(dilationRate));
    }

    /**
     * A convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize how many steps a filter covers, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Conv1D of(int filters, int kernelSize) {
        return new Conv1D(
                filters,
                kernelSize,
                1,
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                1,
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

    private PlainConvolution convolution() {
        SlidingWindow window =
                new SlidingWindow(List.of(kernelSize), List.of(strides), List.of(dilationRate), padding, dataFormat);
        WeightOptions kernel = new WeightOptions(kernelInitializer, kernelRegularizer, kernelConstraint);
        WeightOptions bias = new WeightOptions(biasInitializer, biasRegularizer, biasConstraint);
        ConvolutionEnd end = new ConvolutionEnd(useBias, bias, activation, activityRegularizer, dataFormat);
        return new PlainConvolution(filters, groups, window, kernel, end);
    }
}
