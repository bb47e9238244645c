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
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution of each channel of images by itself, and one of size 1 that mixes the channels (Chollet 2017): far
 * fewer weights than {@link Conv2D}.
 *
 * <pre>y = activation(convolve(depthwise_convolve(x, depthwise_kernel), pointwise_kernel) + bias)</pre>
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', filters); with {@link Padding#SAME},
 * height' = ceil(height / stride). Variables: depthwise_kernel (filter height, filter width, channels,
 * depthMultiplier), pointwise_kernel (1, 1, channels * depthMultiplier, filters), bias (filters).
 *
 * <p>Source: {@code keras.layers.SeparableConv2D}, Keras 3.15.
 *
 * @param filters the channels that come out, at least 1
 * @param kernelSize the height and width of a filter
 * @param strides how far a filter moves; 1 by default
 * @param padding what happens at the border; valid by default
 * @param dataFormat where the channels are; last by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default
 * @param depthMultiplier how many channels the first step makes of each one, at least 1; 1 by default
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param depthwiseInitializer how the depthwise kernel starts; glorot uniform by default
 * @param pointwiseInitializer how the pointwise kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param depthwiseRegularizer the penalty on the depthwise kernel; none by default
 * @param pointwiseRegularizer the penalty on the pointwise kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output; none by default
 * @param depthwiseConstraint what each step of training makes of the depthwise kernel; none by default
 * @param pointwiseConstraint what each step of training makes of the pointwise kernel; none by default
 * @param biasConstraint what each step of training makes of the bias; none by default
 */
@RecordBuilder
public record SeparableConv2D(
        int filters,
        Size2D kernelSize,
        Size2D strides,
        Padding padding,
        DataFormat dataFormat,
        Size2D dilationRate,
        int depthMultiplier,
        Activation activation,
        boolean useBias,
        Initializer depthwiseInitializer,
        Initializer pointwiseInitializer,
        Initializer biasInitializer,
        Regularizer depthwiseRegularizer,
        Regularizer pointwiseRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint depthwiseConstraint,
        Constraint pointwiseConstraint,
        Constraint biasConstraint)
        implements Layer, SeparableConv2DBuilder.With {
    private static final Size2D ONE = Size2D.square(1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if filters or depthMultiplier or a size is below 1, or padding is
     *     causal
     */
    public SeparableConv2D {
        Arguments.positive("SeparableConv2D", "filters", filters);
        DepthwiseConvolution.check("SeparableConv2D", depthMultiplier, padding);
    }

    /**
     * A separable convolution with square filters and Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the height and width of a filter, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static SeparableConv2D of(int filters, int kernelSize) {
        return of(filters, Size2D.square(kernelSize));
    }

    /**
     * A separable convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize the height and width of a filter
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static SeparableConv2D of(int filters, Size2D kernelSize) {
        return new SeparableConv2D(
                filters,
                kernelSize,
                ONE,
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                ONE,
                1,
                linear(),
                true,
                glorotUniform(),
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none(),
                Constraints.none());
    }

    /**
     * The same layer with another stride.
     *
     * @param stride how far a filter moves in both directions, at least 1
     * @return a copy
     */
    public SeparableConv2D withStrides(int stride) {
        return withStrides(Size2D.square(stride));
    }

    /**
     * The same layer with another dilation.
     *
     * @param rate the distance between points in both directions, at least 1
     * @return a copy
     */
    public SeparableConv2D withDilationRate(int rate) {
        return withDilationRate(Size2D.square(rate));
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

    private DepthwiseConvolution convolution() {
        SlidingWindow window =
                new SlidingWindow(kernelSize.axes(), strides.axes(), dilationRate.axes(), padding, dataFormat);
        WeightOptions kernel = new WeightOptions(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint);
        WeightOptions bias = new WeightOptions(biasInitializer, biasRegularizer, biasConstraint);
        ConvolutionEnd end = new ConvolutionEnd(useBias, bias, activation, activityRegularizer, dataFormat);
        WeightOptions points = new WeightOptions(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint);
        DepthwiseConvolution.Pointwise pointwise = new DepthwiseConvolution.Pointwise(filters, points);
        return new DepthwiseConvolution(depthMultiplier, window, kernel, Optional.of(pointwise), end);
    }
}
