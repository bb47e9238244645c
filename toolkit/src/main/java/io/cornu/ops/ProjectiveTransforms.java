package io.cornu.ops;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Images looked at from elsewhere. */
public final class ProjectiveTransforms {
    private ProjectiveTransforms() {}

    /**
     * Moves, turns, shears or tilts images. Its gradient is that of what is computed, see {@code runtime.Gradients}.
     *
     * <pre>
     * k = c0 x + c1 y + 1
     * result(x, y) = image((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)
     * </pre>
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param images (batch, height, width, channels)
     * @param transforms (batch, 8): a0, a1, a2, b0, b1, b2, c0, c1
     * @param interpolation {@code NEAREST} or {@code BILINEAR}
     * @param fillMode {@code REFLECT}, {@code WRAP}, {@code CONSTANT} or {@code NEAREST}
     * @param fillValue what stands outside with {@code CONSTANT}
     * @return images of the same shape
     */
    public static <T extends TNumber> Operand<T> apply(
            Ops tf,
            Operand<T> images,
            Operand<? extends TNumber> transforms,
            String interpolation,
            String fillMode,
            double fillValue) {
        return tf.image.imageProjectiveTransformV3(
                images,
                tf.dtypes.cast(transforms, TFloat32.class),
                size(tf, images),
                tf.constant((float) fillValue),
                interpolation,
                ImageProjectiveTransformV3.fillMode(fillMode));
    }

    private static Operand<TInt32> size(Ops tf, Operand<? extends TNumber> images) {
        Shape shape = images.shape();
        long height = shape.get(1);
        long width = shape.get(2);
        return height == Shape.UNKNOWN_SIZE || width == Shape.UNKNOWN_SIZE
                ? tf.slice(tf.shape(images), tf.constant(new int[] {1}), tf.constant(new int[] {2}))
                : tf.constant(new int[] {(int) height, (int) width});
    }
}
