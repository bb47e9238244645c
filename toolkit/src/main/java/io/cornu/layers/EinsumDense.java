package io.cornu.layers;

import static io.cornu.activations.Activations.linear;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.VarianceScaling;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A dense layer over any dimensions, as an equation in the letters of dimensions says.
 *
 * <pre>
 * y = activation(einsum(equation, x, kernel) + bias)
 *
 * "ab,bc->ac"          Dense on (batch, inputs)
 * "...x,xy->...y"      Dense on any number of dimensions
 * "abc,cde->abde"      two new dimensions in place of the last one
 * </pre>
 *
 * <p>Letters of the input that are in neither the kernel nor the output are summed over. The first dimension of input
 * and output is the batch.
 *
 * <p>Shapes: as the equation says. Variables: kernel, as the equation says; bias, of the shape of the output from the
 * first of the bias axes on, with 1 in place of other dimensions.
 *
 * <p>Source: {@code keras.layers.EinsumDense}, Keras 3.15.
 *
 * @param equation of the form {@code ab,bc->ac}, {@code ...ab,bc->...ac} or {@code ab...,bc->ac...}
 * @param outputShape the sizes of the output without the batch and without those of the ellipsis; -1 where it follows from
 *     the input
 * @param activation what is applied last; linear by default
 * @param biasAxes the letters of the output that have a bias of their own; none by default, and then there is no bias
 * @param kernelInitializer how the kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param kernelRegularizer the penalty on the kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output, divided by the size of the batch; none by default
 * @param kernelConstraint what the kernel is kept to; nothing by default
 * @param biasConstraint what the bias is kept to; nothing by default
 */
@RecordBuilder
public record EinsumDense(
        String equation,
        List<Integer> outputShape,
        Activation activation,
        String biasAxes,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint)
        implements Layer, EinsumDenseBuilder.With {
    /**
     * Checks the equation, the sizes and the axes of the bias.
     *
     * @throws IllegalArgumentException if the equation has another form, a size is 0 or below -1, or a bias axis is no
     *     letter of the output
     */
    public EinsumDense {
        String output = EinsumEquation.parse(equation).output();
        outputShape = List.copyOf(outputShape);
        Arguments.require(
                outputShape.stream().allMatch(size -> size > 0 || size == -1),
                "EinsumDense",
                "outputShape must be of sizes of at least 1, or -1 if unknown",
                outputShape);
        Arguments.require(
                biasAxes.chars().allMatch(letter -> output.indexOf(letter) >= 0),
                "EinsumDense",
                "biasAxes must be letters of the output '" + output + "'",
                "'" + biasAxes + "'");
    }

    /**
     * A layer without bias and activation.
     *
     * @param equation of the form {@code ab,bc->ac}, {@code ...ab,bc->...ac} or {@code ab...,bc->ac...}
     * @param outputShape the sizes of the output without the batch and without those of the ellipsis; -1 where it follows
     *     from the input
     * @return the layer
     * @throws IllegalArgumentException if the equation has another form, or a size is 0 or below -1
     */
    public static EinsumDense of(String equation, int... outputShape) {
        return new EinsumDense(
                equation,
                Arrays.stream(outputShape).boxed().toList(),
                linear(),
                "",
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none());
    }

    /** Draws a kernel of any rank by the connections that the equation gives a unit, as Keras does. */
    private record ByConnections(VarianceScaling scaling, long fanIn, long fanOut) implements Initializer {
        @Override
        public float[] initialize(Shape shape, RandomGenerator random) {
            return scaling.initialize(Shape.of(fanIn, fanOut), random);
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(1, input, "(batch, ...)");
        EinsumEquation parsed = EinsumEquation.parse(equation);
        Shape output = parsed.sizes(input, outputShape).output();
        if (!biasAxes.isEmpty()) {
            parsed.bias(biasAxes, input, output);
        }
        return ShapeRules.activated(activation, output);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        EinsumEquation parsed = EinsumEquation.parse(equation);
        EinsumEquation.Sizes sizes = parsed.sizes(inputs.get(0), outputShape);
        List<VariableSpec> specs = new ArrayList<>();
        specs.add(VariableSpec.trainable("kernel", sizes.kernel(), kernelInitializer(sizes))
                .withRegularizer(kernelRegularizer)
                .withConstraint(kernelConstraint));
        if (!biasAxes.isEmpty()) {
            Shape bias = parsed.bias(biasAxes, inputs.get(0), sizes.output());
            specs.add(VariableSpec.trainable("bias", bias, biasInitializer)
                    .withRegularizer(biasRegularizer)
                    .withConstraint(biasConstraint));
        }
        return specs;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        String letters =
                EinsumEquation.parse(equation).spelledOut(call.inputShapes().get(0));
        Operand<T> y = tf.linalg.einsum(List.of(call.input(), call.variable("kernel")), letters);
        if (!biasAxes.isEmpty()) {
            y = tf.math.add(y, call.variable("bias"));
        }
        return ActivityPenalty.on(activation.apply(tf, y), activityRegularizer, call);
    }

    private Initializer kernelInitializer(EinsumEquation.Sizes sizes) {
        return kernelInitializer instanceof VarianceScaling scaling
                        && (scaling.inputAxes().isEmpty()
                                || scaling.outputAxes().isEmpty())
                ? new ByConnections(scaling, sizes.fanIn(), sizes.fanOut())
                : kernelInitializer;
    }
}
