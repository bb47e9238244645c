package io.cornu.runtime;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.internal.c_api.TFJ_GradFuncAdapter;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.types.family.TNumber;

/**
 * Gradients that TensorFlow's C++ side lacks.
 *
 * <p>They go through one adapter, which looks up the gradient by the type of the operation: TensorFlow Java 1.1.0
 * crashes at the eleventh adapter. A gradient must not ask for {@code shape()}, which would wait for a lock that its
 * caller holds.
 */
public final class Gradients {
    private static final Map<String, RawCustomGradient> BY_TYPE = Map.of(
            "Conv", Gradients::convolution,
            "Conv3D", Gradients::volumeConvolution,
            "Conv3DBackpropInputV2", Gradients::transposedVolumeConvolution,
            "SparseSoftmaxCrossEntropyWithLogits", Gradients::sparseCrossEntropy);

    private Gradients() {}

    /** Makes the gradients known to TensorFlow, once for the whole process. */
    static void register() {
        Registration.ensure();
    }

    private static List<Operand<?>> convolution(Ops tf, GraphOperation op, List<Output<?>> upstream) {
        return typedConvolution(tf, op, upstream.get(0));
    }

    private static <T extends TNumber> List<Operand<?>> typedConvolution(
            Ops tf, GraphOperation op, Output<?> upstream) {
        Operand<T> x = typed(op.input(0));
        Operand<T> kernel = typed(op.input(1));
        Operand<T> dy = typed(upstream);
        List<Long> strides = longs(op.attributes().getAttrIntList("strides"));
        List<Long> dilations = longs(op.attributes().getAttrIntList("dilations"));
        String padding = op.attributes().getAttrString("padding");
        Operand<T> dx = tf.nn.conv2dBackpropInput(
                tf.shape(x), kernel, dy, strides, padding, Conv2dBackpropInput.dilations(dilations));
        Operand<T> dKernel = tf.nn.conv2dBackpropFilter(
                x, tf.shape(kernel), dy, strides, padding, Conv2dBackpropFilter.dilations(dilations));
        return List.of(dx, dKernel);
    }

    private static List<Operand<?>> volumeConvolution(Ops tf, GraphOperation op, List<Output<?>> upstream) {
        return typedVolumeConvolution(tf, op, upstream.get(0));
    }

    private static <T extends TNumber> List<Operand<?>> typedVolumeConvolution(
            Ops tf, GraphOperation op, Output<?> upstream) {
        Operand<T> x = typed(op.input(0));
        Operand<T> kernel = typed(op.input(1));
        Operand<T> dy = typed(upstream);
        List<Long> strides = longs(op.attributes().getAttrIntList("strides"));
        String padding = op.attributes().getAttrString("padding");
        return List.of(
                tf.nn.conv3dBackpropInput(tf.shape(x), kernel, dy, strides, padding),
                tf.nn.conv3dBackpropFilter(x, tf.shape(kernel), dy, strides, padding));
    }

    private static List<Operand<?>> transposedVolumeConvolution(Ops tf, GraphOperation op, List<Output<?>> upstream) {
        return typedTransposedVolumeConvolution(tf, op, upstream.get(0));
    }

    /** Its inputs are the sizes of its output, the kernel, and what the convolution would give. */
    private static <T extends TNumber> List<Operand<?>> typedTransposedVolumeConvolution(
            Ops tf, GraphOperation op, Output<?> upstream) {
        Operand<T> kernel = typed(op.input(1));
        Operand<T> x = typed(op.input(2));
        Operand<T> dy = typed(upstream);
        List<Long> strides = longs(op.attributes().getAttrIntList("strides"));
        String padding = op.attributes().getAttrString("padding");
        return List.of(
                tf.zerosLike(op.input(0)),
                tf.nn.conv3dBackpropFilter(dy, tf.shape(kernel), x, strides, padding),
                tf.nn.conv3d(dy, kernel, strides, padding));
    }

    private static List<Operand<?>> sparseCrossEntropy(Ops tf, GraphOperation op, List<Output<?>> upstream) {
        return typedSparseCrossEntropy(tf, op, upstream.get(0));
    }

    /** The operation gives the gradient by the logits as its second output. */
    private static <T extends TNumber> List<Operand<?>> typedSparseCrossEntropy(
            Ops tf, GraphOperation op, Output<?> upstream) {
        Operand<T> dLoss = typed(upstream);
        Operand<T> dLogits = typed(op.output(1));
        return List.of(tf.math.mul(tf.expandDims(dLoss, tf.constant(-1)), dLogits), tf.zerosLike(op.input(1)));
    }

    private static List<Long> longs(long[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).collect(Collectors.toList());
    }

    @SuppressWarnings("unchecked")
    private static <T extends TNumber> Operand<T> typed(Output<?> output) {
        // The gradients here are taken by floating-point inputs of one type.
        return (Output<T>) output;
    }

    /** Loaded, and so registered, once. The adapter must live as long as the process. */
    private static final class Registration {
        private static final TFJ_GradFuncAdapter ADAPTER = RawCustomGradient.adapter((tf, op, upstream) -> {
            RawCustomGradient gradient = BY_TYPE.get(op.type());
            if (gradient == null) {
                throw new IllegalStateException("no gradient for operation type " + op.type());
            }
            return gradient.call(tf, op, upstream);
        });

        static {
            BY_TYPE.keySet().forEach(type -> tensorflow.TFJ_RegisterCustomGradient(type, ADAPTER));
        }

        /** Asking for it loads the class. */
        private static void ensure() {}
    }
}
