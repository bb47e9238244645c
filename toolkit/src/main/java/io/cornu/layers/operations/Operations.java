package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Margin;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Makes operations, for functional models.
 *
 * <pre>{@code
 * Node gate = net.add(Operations.of(ElementwiseFunction.SIGMOID), x);
 * Node swish = net.add(Operations.multiply(), x, gate);
 * Node first = net.add(Operations.index(Index.all(), Index.at(0)), sequence);
 * Node rest = net.add(Operations.subtractFrom(1), gate);
 * }</pre>
 */
public final class Operations {
    private Operations() {}

    /**
     * A function of its inputs, place by place, with Keras' options.
     *
     * @param function such as {@link ElementwiseFunction#SIN}
     * @return the layer, which takes as many inputs as the function
     * @throws IllegalArgumentException if an option of the function has no default
     */
    public static Elementwise of(ElementwiseFunction function) {
        return Elementwise.of(function);
    }

    /**
     * A function of an input and a number: {@code x > 0}, {@code x ** 2}.
     *
     * @param function one of two numbers
     * @param right the second one
     * @return the layer, which takes one input
     * @throws IllegalArgumentException if the function does not take two numbers
     */
    public static Elementwise of(ElementwiseFunction function, double right) {
        return of(function, number(right));
    }

    /**
     * A function of an input and an array: {@code x * [1, 2, 3]}.
     *
     * @param function one of two numbers
     * @param right the second ones, of a shape that broadcasts with the examples
     * @return the layer, which takes one input
     * @throws IllegalArgumentException if the function does not take two numbers
     */
    public static Elementwise of(ElementwiseFunction function, Array right) {
        return Elementwise.of(function, List.of(Optional.empty(), Optional.of(right)));
    }

    /**
     * A function of a number and an input: {@code 1 - x}, {@code 2 ** x}.
     *
     * @param left the first number
     * @param function one of two numbers
     * @return the layer, which takes one input
     * @throws IllegalArgumentException if the function does not take two numbers
     */
    public static Elementwise of(double left, ElementwiseFunction function) {
        return Elementwise.of(function, List.of(Optional.of(number(left)), Optional.empty()));
    }

    /**
     * {@code a + b}.
     *
     * @return the layer, which takes two inputs
     */
    public static Elementwise add() {
        return of(ElementwiseFunction.ADD);
    }

    /**
     * {@code x + number}.
     *
     * @param number the number
     * @return the layer
     */
    public static Elementwise add(double number) {
        return of(ElementwiseFunction.ADD, number);
    }

    /**
     * {@code a - b}.
     *
     * @return the layer, which takes two inputs
     */
    public static Elementwise subtract() {
        return of(ElementwiseFunction.SUBTRACT);
    }

    /**
     * {@code x - number}.
     *
     * @param number the number
     * @return the layer
     */
    public static Elementwise subtract(double number) {
        return of(ElementwiseFunction.SUBTRACT, number);
    }

    /**
     * {@code number - x}.
     *
     * @param number the number
     * @return the layer
     */
    public static Elementwise subtractFrom(double number) {
        return of(number, ElementwiseFunction.SUBTRACT);
    }

    /**
     * {@code a * b}.
     *
     * @return the layer, which takes two inputs
     */
    public static Elementwise multiply() {
        return of(ElementwiseFunction.MULTIPLY);
    }

    /**
     * {@code x * number}.
     *
     * @param number the number
     * @return the layer
     */
    public static Elementwise multiply(double number) {
        return of(ElementwiseFunction.MULTIPLY, number);
    }

    /**
     * {@code a / b}.
     *
     * @return the layer, which takes two inputs
     */
    public static Elementwise divide() {
        return of(ElementwiseFunction.TRUE_DIVIDE);
    }

    /**
     * {@code x / number}.
     *
     * @param number the number
     * @return the layer
     */
    public static Elementwise divide(double number) {
        return of(ElementwiseFunction.TRUE_DIVIDE, number);
    }

    /**
     * {@code x ** exponent}.
     *
     * @param exponent the exponent
     * @return the layer
     */
    public static Elementwise power(double exponent) {
        return of(ElementwiseFunction.POWER, exponent);
    }

    /**
     * Numbers cut to a range.
     *
     * @param least the least number, finite
     * @param largest the largest number, finite
     * @return the layer
     * @throws IllegalArgumentException if a number is not finite
     */
    public static Elementwise clip(double least, double largest) {
        return new Elementwise(ElementwiseFunction.CLIP, List.of(Optional.empty()), List.of(least, largest));
    }

    /**
     * {@code where(condition, a, b)}.
     *
     * @return the layer, which takes three inputs
     */
    public static Elementwise where() {
        return of(ElementwiseFunction.WHERE);
    }

    /**
     * {@code where(condition, a, number)}.
     *
     * @param otherwise the number where the condition does not hold
     * @return the layer, which takes two inputs
     */
    public static Elementwise where(double otherwise) {
        return Elementwise.of(
                ElementwiseFunction.WHERE, List.of(Optional.empty(), Optional.empty(), Optional.of(number(otherwise))));
    }

    /**
     * Means along axes.
     *
     * @param axes from 1, as the batch is 0, or negative from the end
     * @return the layer
     */
    public static Reduction mean(Integer... axes) {
        return Reduction.of(ReductionFunction.MEAN, axes);
    }

    /**
     * Sums along axes.
     *
     * @param axes from 1, as the batch is 0, or negative from the end
     * @return the layer
     */
    public static Reduction sum(Integer... axes) {
        return Reduction.of(ReductionFunction.SUM, axes);
    }

    /**
     * The largest along axes.
     *
     * @param axes from 1, as the batch is 0, or negative from the end
     * @return the layer
     */
    public static Reduction max(Integer... axes) {
        return Reduction.of(ReductionFunction.MAX, axes);
    }

    /**
     * {@code x[...]}.
     *
     * @param indices what stands between the brackets
     * @return the layer
     */
    public static GetItem index(Index... indices) {
        return GetItem.of(indices);
    }

    /**
     * Another shape.
     *
     * @param sizes -1 for the batch, then the new sizes, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the sizes are not such
     */
    public static Reshaping reshape(Integer... sizes) {
        return new Reshaping(List.of(sizes));
    }

    /**
     * Axes in another order.
     *
     * @param axes all axes, the batch 0 first
     * @return the layer
     */
    public static Permutation transpose(Integer... axes) {
        return new Permutation(Permutation.Form.TRANSPOSE, List.of(axes), List.of());
    }

    /**
     * A new axis of size 1.
     *
     * @param axis where, in the result
     * @return the layer
     */
    public static AlongAxis expandDims(int axis) {
        return new AlongAxis(AxisFunction.EXPAND_DIMS, axis);
    }

    /**
     * Without an axis of size 1.
     *
     * @param axis which
     * @return the layer
     */
    public static AlongAxis squeeze(int axis) {
        return new AlongAxis(AxisFunction.SQUEEZE, axis);
    }

    /**
     * Several tensors one after the other.
     *
     * @param axis along which axis
     * @return the layer, which takes several inputs
     */
    public static AlongAxis concatenate(int axis) {
        return new AlongAxis(AxisFunction.CONCATENATE, axis);
    }

    /**
     * Several tensors of one shape along a new axis.
     *
     * @param axis where, in the result
     * @return the layer, which takes several inputs
     */
    public static AlongAxis stack(int axis) {
        return new AlongAxis(AxisFunction.STACK, axis);
    }

    /**
     * Exponentials that sum to 1.
     *
     * @param axis along which axis
     * @return the layer
     */
    public static AlongAxis softmax(int axis) {
        return new AlongAxis(AxisFunction.SOFTMAX, axis);
    }

    /**
     * {@code a @ b}.
     *
     * @return the layer, which takes two inputs
     */
    public static Matmul matmul() {
        return new Matmul(Collections.nCopies(2, Optional.empty()));
    }

    /**
     * {@code x @ matrix}.
     *
     * @param matrix the right factor
     * @return the layer
     * @throws IllegalArgumentException if it is no matrix
     */
    public static Matmul matmul(Array matrix) {
        return new Matmul(List.of(Optional.empty(), Optional.of(matrix)));
    }

    /**
     * Sums of products.
     *
     * @param subscripts the letters of each input and of the result
     * @return the layer
     * @throws IllegalArgumentException if the letters do not name every axis, or do not keep the batch
     */
    public static Einsum einsum(String subscripts) {
        return Einsum.of(subscripts);
    }

    /**
     * Numbers of another type, as far as their values show it.
     *
     * @param type the type in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is a floating type shorter than float32
     */
    public static Cast cast(DataType type) {
        return new Cast(type);
    }

    /**
     * Zeros around the examples.
     *
     * @param margins an axis each, none for the batch
     * @return the layer
     * @throws IllegalArgumentException if the batch gets a margin
     */
    public static Pad pad(Margin... margins) {
        return new Pad(List.of(margins), Pad.Mode.CONSTANT, 0);
    }

    /**
     * Class numbers as vectors.
     *
     * @param numClasses how many classes
     * @return the layer
     * @throws IllegalArgumentException if there is no class
     */
    public static OneHot oneHot(int numClasses) {
        return new OneHot(numClasses, -1);
    }

    private static Array number(double number) {
        boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1 << 24;
        return isWhole ? Array.scalar((long) number) : Array.of(new double[] {number}, new long[0]);
    }
}
