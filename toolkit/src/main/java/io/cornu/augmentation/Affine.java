package io.cornu.augmentation;

import io.cornu.layers.Interpolation;
import io.cornu.ops.ProjectiveTransforms;
import io.cornu.text.Arguments;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How images are moved, turned and sheared: by a matrix for each that says where each pixel comes from.
 *
 * @param interpolation nearest or bilinear
 * @param fillMode what stands outside
 * @param fillValue the number that does with {@link FillMode#CONSTANT}
 */
record Affine(Interpolation interpolation, FillMode fillMode, double fillValue) {
    static void check(String where, Interpolation interpolation, double fillValue) {
        Arguments.require(
                interpolation == Interpolation.NEAREST || interpolation == Interpolation.BILINEAR,
                where,
                "interpolation must be NEAREST or BILINEAR",
                interpolation);
        Arguments.require(Double.isFinite(fillValue), where, "fillValue must be finite", fillValue);
    }

    /** Images seen through matrices of six numbers, each number of shape (batch, 1). */
    <T extends TFloating> Operand<T> apply(Pixels<T> images, List<Operand<T>> matrix) {
        Ops tf = images.tf();
        Operand<T> zeros = tf.broadcastTo(images.constant(0), images.batchAnd(2));
        List<Operand<T>> columns = new java.util.ArrayList<>();
        matrix.forEach(number -> columns.add(tf.broadcastTo(number, images.batchAnd(1))));
        columns.add(zeros);
        return project(images, tf.concat(columns, tf.constant(1)));
    }

    /** Images seen through matrices of eight numbers. */
    <T extends TFloating> Operand<T> project(Pixels<T> images, Operand<T> transforms) {
        return ProjectiveTransforms.apply(
                images.tf(), images.images(), transforms, interpolation.name(), fillMode.name(), fillValue);
    }
}
