package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Products of matrices: {@code x1 @ x2}.
 *
 * <p>Shapes: (batch, ..., n, m) and (batch, ..., m, k) to (batch, ..., n, k), where the axes before the matrices
 * broadcast; a constant is one matrix for all.
 *
 * <p>Source: {@code keras.ops.matmul}, Keras 3.15.
 *
 * @param operands the two factors: a constant matrix, or empty for the next input
 */
public record Matmul(List<Optional<Array>> operands) implements Layer {
    /**
     * Checks and copies the factors.
     *
     * @throws IllegalArgumentException if there are not two, one of them an input, or a constant is no matrix
     */
    public Matmul {
        operands = List.copyOf(operands);
        Arguments.require(
                operands.size() == 2 && operands.stream().anyMatch(Optional::isEmpty),
                "Matmul",
                "there must be two operands, one of them an input",
                operands);
        operands.forEach(operand -> operand.ifPresent(matrix -> Arguments.require(
                matrix.shape().numDimensions() == 2, "Matmul", "a constant must be a matrix", matrix.shape())));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Batches.requireInputs(inputs, Operands.inputs(operands));
        Shape left = operands.get(0).map(Array::shape).orElse(inputs.get(0));
        Shape right = operands.get(1).map(Array::shape).orElse(inputs.get(inputs.size() - 1));
        boolean isLeftConstant = operands.get(0).isPresent();
        boolean isRightConstant = operands.get(1).isPresent();
        int leastLeft = isLeftConstant || isRightConstant ? 2 : 3;
        int leastRight = isLeftConstant ? 3 : leastLeft;
        boolean fits = left.numDimensions() >= leastLeft
                && right.numDimensions() >= leastRight
                && (left.get(-1) == right.get(-2)
                        || left.get(-1) == Shape.UNKNOWN_SIZE
                        || right.get(-2) == Shape.UNKNOWN_SIZE);
        if (!fits) {
            throw new LayerShapeException(
                    "expected matrices (..., n, m) and (..., m, k) beside the batch, received " + Shapes.text(left)
                            + " and " + Shapes.text(right),
                    "Transpose one of them, or give the examples an axis more.");
        }
        if (isRightConstant) {
            return Batches.with(left, left.numDimensions() - 1, right.get(-1));
        }
        if (isLeftConstant) {
            return Batches.with(right, right.numDimensions() - 2, left.get(0));
        }
        Shape leading = Batches.broadcast(
                left.take(left.numDimensions() - 2), right.take(right.numDimensions() - 2));
        return leading.append(left.get(-2)).append(right.get(-1));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        List<Operand<T>> factors = Operands.of(call, operands);
        boolean isPlain = outputShape(call.inputShapes()).numDimensions() == 2;
        return isPlain
                ? tf.linalg.matMul(factors.get(0), factors.get(1))
                : tf.train.batchMatMul(factors.get(0), factors.get(1), factors.get(0).type());
    }
}
