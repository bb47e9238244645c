package io.cornu.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The smallest computation that shows whether training can work on a device: a convolution, a matrix product
 * and their gradients, compared with values worked out by hand.
 *
 * <p>On a GPU the convolution needs cuDNN and the product cuBLAS, so a library that is there but does not fit
 * shows too.
 */
public final class SmokeTest {
    // The image 1 2 3 4, scaled by the 1x1 filter 1/2 and weighted by (1, 2, 3, 4):
    // y = 1/2 (1 + 4 + 9 + 16) = 15, dy/dfilter = 30, dy/dweights = (0.5, 1, 1.5, 2).
    private static final float[][] EXPECTED = {{15}, {30}, {0.5f, 1, 1.5f, 2}};

    private SmokeTest() {}

    /**
     * Computes on a device.
     *
     * @param device where; it must be there
     * @return how long the graph and its first run took
     * @throws IllegalStateException if a result is wrong
     * @throws org.tensorflow.exceptions.TensorFlowException if the device cannot compute
     */
    public static Duration run(DeviceInfo device) {
        long start = System.nanoTime();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph).withDevice(placement(device));
            Placeholder<TFloat32> image = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, 2, 2, 1)));
            Operand<TFloat32> filter = tf.reshape(tf.constant(0.5f), tf.array(1, 1, 1, 1));
            Operand<TFloat32> weights = tf.constant(new float[][] {{1}, {2}, {3}, {4}});
            Operand<TFloat32> scaled = tf.nn.conv2d(image, filter, List.of(1L, 1L, 1L, 1L), "SAME");
            Operand<TFloat32> y = tf.linalg.matMul(tf.reshape(scaled, tf.array(1, 4)), weights);
            Gradients gradients = tf.gradients(y, List.of(filter, weights));
            try (Session session = new Session(graph, SessionOptions.defaults().configuration());
                    TFloat32 pixels =
                            TFloat32.tensorOf(StdArrays.ndCopyOf(new float[][][][] {{{{1}, {2}}, {{3}, {4}}}}));
                    Result result = session.runner()
                            .feed(image, pixels)
                            .fetch(y)
                            .fetch(gradients.dy(0))
                            .fetch(gradients.dy(1))
                            .run()) {
                for (int i = 0; i < EXPECTED.length; i++) {
                    requireEqual(EXPECTED[i], (TFloat32) result.get(i));
                }
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static DeviceSpec placement(DeviceInfo device) {
        return DeviceSpec.newBuilder()
                .deviceType(device.isGpu() ? DeviceSpec.DeviceType.GPU : DeviceSpec.DeviceType.CPU)
                .deviceIndex(device.index())
                .build();
    }

    /** All values are exact in float16 and sums of few terms, so that no rounding may show. */
    private static void requireEqual(float[] expected, TFloat32 tensor) {
        float[] received = new float[(int) tensor.size()];
        tensor.asRawTensor().data().asFloats().read(received);
        if (!Arrays.equals(expected, received)) {
            throw new IllegalStateException("TensorFlow: expected " + Arrays.toString(expected)
                    + " from a small convolution, received " + Arrays.toString(received)
                    + ". Its native library does not fit this machine.");
        }
    }
}
