package io.cornu.layers;

import io.cornu.initializers.TruncatedNormal;
import io.cornu.ops.Normalizations;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Keeps the largest singular value of a layer's kernel near 1, which steadies the training of generative adversarial
 * networks (Miyato and others 2018).
 *
 * <pre>
 * v = u W^T / |u W^T|,  u = v W / |v W|,  powerIterations times
 * kernel = kernel / (v W u^T)</pre>
 *
 * <p>W is the kernel as a matrix with its last axis as columns. This happens in training only, before the layer's
 * computation: the kernel itself is replaced and the optimizer goes on from there, so a trained kernel is an optimizer's
 * step away from norm 1. No gradient flows through the division. A kernel of zeros stays. A frozen layer keeps its
 * kernel.
 *
 * <p>Shapes: those of the layer. The mask of its input ends here, as in Keras; one that the layer makes goes on.
 *
 * <p>Source: {@code keras.layers.SpectralNormalization}, Keras 3.15.
 *
 * @param layer one with a variable {@code kernel}, such as {@link Dense} and the convolutions, or {@code embeddings}
 * @param powerIterations how often u and v are improved in a step, at least 1; 1 by default
 */
@RecordBuilder
public record SpectralNormalization(Layer layer, int powerIterations)
        implements Layer, SpectralNormalizationBuilder.With {
    private static final String INNER = "layer";
    private static final String VECTOR = "vector_u";
    private static final List<String> KERNELS = List.of("kernel", "embeddings");
    private static final double SMALLEST_NORM = 1e-7;

    /**
     * Checks the number of iterations.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public SpectralNormalization {
        Arguments.positive("SpectralNormalization", "powerIterations", powerIterations);
    }

    /**
     * A layer whose kernel is normalized, with one iteration a step.
     *
     * @param layer one with a variable {@code kernel} or {@code embeddings}
     * @return the layer
     */
    public static SpectralNormalization of(Layer layer) {
        return new SpectralNormalization(layer, 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape output = layer.outputShape(inputs);
        kernel(inputs);
        return output;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        VariableSpec kernel = kernel(inputs);
        List<VariableSpec> variables = new ArrayList<>();
        for (VariableSpec spec : layer.variables(inputs)) {
            variables.add(spec.equals(kernel) ? spec.sharedWithin(INNER + "/") : spec.within(INNER + "/"));
        }
        Shape vector = Shape.of(1, kernel.shape().get(-1));
        variables.add(VariableSpec.statistic(VECTOR, vector, TruncatedNormal.of(.02)));
        return variables;
    }

    private VariableSpec kernel(List<Shape> inputs) {
        List<VariableSpec> variables = layer.variables(inputs);
        return KERNELS.stream()
                .flatMap(name -> variables.stream().filter(spec -> spec.name().equals(name)))
                .findFirst()
                .orElseThrow(() -> new LayerShapeException(
                        "expected a layer with a variable kernel or embeddings, received " + layer.kind()
                                + " with "
                                + variables.stream().map(VariableSpec::name).toList(),
                        "Normalize a layer such as Dense, Conv2D or Embedding."));
    }

    @Override
    public boolean isStochastic() {
        return layer.isStochastic();
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return layer.outputMask(inner(call));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        if (call.phase().isLearning()) {
            normalize(call);
        }
        return layer.call(inner(call));
    }

    private static <T extends TFloating> LayerCall<T> inner(LayerCall<T> call) {
        List<Optional<Operand<TBool>>> noMasks = call.inputs().stream()
                .map(input -> Optional.<Operand<TBool>>empty())
                .toList();
        return call.inner(INNER, call.inputs(), call.inputShapes(), noMasks);
    }

    private <T extends TFloating> void normalize(LayerCall<T> call) {
        Ops tf = call.tf();
        VariableSpec spec = kernel(call.inputShapes());
        String name = INNER + "/" + spec.name();
        Operand<T> kernel = call.variable(name);
        Operand<T> before = call.variable(VECTOR);
        Operand<T> matrix = tf.reshape(
                kernel, tf.constant(new int[] {-1, Math.toIntExact(spec.shape().get(-1))}));
        Operand<T> u = before;
        Operand<T> v = u;
        for (int i = 0; i < powerIterations; i++) {
            v = unit(tf, tf.linalg.matMul(u, matrix, MatMul.transposeB(true)));
            u = unit(tf, tf.linalg.matMul(v, matrix));
        }
        Operand<T> sigma = tf.linalg.matMul(tf.linalg.matMul(v, matrix), u, MatMul.transposeB(true));
        Operand<TBool> isZero = tf.reduceAll(tf.math.equal(matrix, call.constant(0)), tf.constant(new int[] {0, 1}));
        Operand<T> divided = tf.math.div(kernel, tf.reshape(sigma, tf.constant(new int[0])));
        call.update(VECTOR, tf.select(isZero, before, u));
        call.replace(name, tf.select(isZero, kernel, divided));
    }

    private static <T extends TFloating> Operand<T> unit(Ops tf, Operand<T> row) {
        return Normalizations.toUnitNorm(tf, row, new int[] {0, 1}, SMALLEST_NORM);
    }
}
