package io.cornu.layers.operations;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.ops.GraphMath;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Functions of one, two or three numbers, applied to each place of tensors that broadcast.
 *
 * <p>Source: {@code keras.ops}, Keras 3.15, under the same names.
 */
public enum ElementwiseFunction {
    /** |x|. */
    ABSOLUTE((tf, x) -> tf.math.abs(x)),
    /** -x. */
    NEGATIVE((tf, x) -> tf.math.neg(x)),
    /** e to the x. */
    EXP((tf, x) -> tf.math.exp(x)),
    /** 2 to the x. */
    EXP2((tf, x) -> tf.math.exp(tf.math.mul(x, number(tf, x, Math.log(2))))),
    /** e to the x, less 1. */
    EXPM1((tf, x) -> tf.math.expm1(x)),
    /** The natural logarithm. */
    LOG((tf, x) -> tf.math.log(x)),
    /** The natural logarithm of 1 + x. */
    LOG1P((tf, x) -> tf.math.log1p(x)),
    /** The logarithm to base 2. */
    LOG2((tf, x) -> tf.math.div(tf.math.log(x), number(tf, x, Math.log(2)))),
    /** The logarithm to base 10. */
    LOG10((tf, x) -> tf.math.div(tf.math.log(x), number(tf, x, Math.log(10)))),
    /** The square root. */
    SQRT((tf, x) -> tf.math.sqrt(x)),
    /** 1 over the square root. */
    RSQRT((tf, x) -> tf.math.rsqrt(x)),
    /** x times x. */
    SQUARE((tf, x) -> tf.math.square(x)),
    /** 1 / x. */
    RECIPROCAL((tf, x) -> tf.math.reciprocal(x)),
    /** The sine of radians. */
    SIN((tf, x) -> tf.math.sin(x)),
    /** The cosine of radians. */
    COS((tf, x) -> tf.math.cos(x)),
    /** The tangent of radians. */
    TAN((tf, x) -> tf.math.div(tf.math.sin(x), tf.math.cos(x))),
    /** The hyperbolic sine. */
    SINH((tf, x) -> tf.math.sinh(x)),
    /** The hyperbolic cosine. */
    COSH((tf, x) -> tf.math.cosh(x)),
    /** The hyperbolic tangent. */
    TANH((tf, x) -> tf.math.tanh(x)),
    /** The angle of a sine, for x in [-1, 1]. */
    ARCSIN((tf, x) -> tf.math.asin(x)),
    /** The angle of a cosine, for x in [-1, 1]. */
    ARCCOS((tf, x) -> tf.math.acos(x)),
    /** The angle of a tangent. */
    ARCTAN((tf, x) -> tf.math.atan(x)),
    /** The inverse of the hyperbolic sine. */
    ARCSINH((tf, x) -> tf.math.asinh(x)),
    /** The inverse of the hyperbolic cosine, for x from 1. */
    ARCCOSH((tf, x) -> tf.math.acosh(x)),
    /** The inverse of the hyperbolic tangent, for x in (-1, 1). */
    ARCTANH((tf, x) -> tf.math.atanh(x)),
    /** Degrees in radians. */
    DEG2RAD((tf, x) -> tf.math.mul(x, number(tf, x, Math.PI / 180))),
    /** Radians in degrees. */
    RAD2DEG((tf, x) -> tf.math.mul(x, number(tf, x, 180 / Math.PI))),
    /** The error function. */
    ERF((tf, x) -> tf.math.erf(x)),
    /** 1 less the error function. */
    ERFC((tf, x) -> tf.math.sub(number(tf, x, 1), tf.math.erf(x))),
    /** The whole number below; no gradient. */
    FLOOR((tf, x) -> tf.math.floor(tf.stopGradient(x))),
    /** The whole number above; no gradient. */
    CEIL((tf, x) -> tf.math.ceil(tf.stopGradient(x))),
    /** The whole number towards zero; no gradient. */
    TRUNC((tf, x) -> truncated(tf, x)),
    /** -1, 0 or 1; no gradient. */
    SIGN((tf, x) -> tf.math.sign(tf.stopGradient(x))),
    /** Whether it is not a number. */
    ISNAN((tf, x) -> tf.dtypes.cast(tf.math.isNan(tf.stopGradient(x)), x.type())),
    /** Whether it is infinite. */
    ISINF((tf, x) -> tf.dtypes.cast(tf.math.isInf(tf.stopGradient(x)), x.type())),
    /** Whether it is finite. */
    ISFINITE((tf, x) -> tf.dtypes.cast(tf.math.isFinite(tf.stopGradient(x)), x.type())),
    /** Whether it is zero. */
    LOGICAL_NOT((tf, x) -> tf.dtypes.cast(tf.math.logicalNot(Truth.of(tf, x)), x.type())),
    /** The number itself, through which no gradient flows. */
    STOP_GRADIENT((tf, x) -> tf.stopGradient(x)),
    /** The number itself. */
    COPY((tf, x) -> tf.identity(x)),
    /** The number itself, which Keras makes a tensor of. */
    CONVERT_TO_TENSOR((tf, x) -> tf.identity(x)),
    /** 0. */
    ZEROS_LIKE((tf, x) -> tf.zerosLike(tf.stopGradient(x))),
    /** 1. */
    ONES_LIKE((tf, x) -> tf.onesLike(tf.stopGradient(x))),
    /** Positive numbers, else 0. */
    RELU(Activations.relu()),
    /** Rectified, up to 6. */
    RELU6(Activations.relu6()),
    /** The logistic function. */
    SIGMOID(Activations.sigmoid()),
    /** Linear between 0 at -1 and 1 at 1. */
    SPARSE_SIGMOID(Activations.sparseSigmoid()),
    /** log(1 + e to the x). */
    SOFTPLUS(Activations.softplus()),
    /** x / (1 + |x|). */
    SOFTSIGN(Activations.softsign()),
    /** x sigmoid(x), also called swish. */
    SILU(Activations.silu()),
    /** The logarithm of the logistic function. */
    LOG_SIGMOID(Activations.logSigmoid()),
    /** relu6(x + 3) / 6. */
    HARD_SIGMOID(Activations.hardSigmoid()),
    /** x hard_sigmoid(x), also called hard swish. */
    HARD_SILU(Activations.hardSilu()),
    /** The scaled exponential linear unit. */
    SELU(Activations.selu()),
    /** x - tanh(x). */
    TANH_SHRINK(Activations.tanhShrink()),
    /** Cut to [-1, 1]. */
    HARD_TANH(Activations.hardTanh()),
    /** Smooth rectifier of finite width. */
    SPARSE_PLUS(Activations.sparsePlus()),

    /** Rectified with a slope below zero. */
    LEAKY_RELU(p -> Activations.leakyRelu(p.get(0)), Parameter.of("negative_slope", .2)),
    /** Exponential below zero. */
    ELU(p -> Activations.elu(p.get(0)), Parameter.of("alpha", 1)),
    /** Exponential below zero, smoothly. */
    CELU(p -> Activations.celu(p.get(0)), Parameter.of("alpha", 1)),
    /** The Gaussian error linear unit, by default its approximation. */
    GELU(p -> Activations.gelu(p.get(0) != 0), Parameter.flag("approximate", true)),
    /** (x + sqrt(x^2 + b)) / 2. */
    SQUAREPLUS(p -> Activations.squareplus(p.get(0)), Parameter.of("b", 4)),
    /** Moved towards zero. */
    SOFT_SHRINK(p -> Activations.softShrink(p.get(0)), Parameter.of("threshold", .5)),
    /** Zero near zero. */
    HARD_SHRINK(p -> Activations.hardShrink(p.get(0)), Parameter.of("threshold", .5)),
    /** One value up to a threshold. */
    THRESHOLD(
            p -> Activations.threshold(p.get(0), p.get(1)),
            Parameter.required("threshold"),
            Parameter.required("default_value")),
    /** Cut to a range. */
    CLIP(
            1,
            (tf, x, p) -> tf.clipByValue(x.get(0), number(tf, x.get(0), p.get(0)), number(tf, x.get(0), p.get(1))),
            Parameter.required("x_min"),
            Parameter.required("x_max")),

    /** x1 + x2. */
    ADD((tf, a, b) -> tf.math.add(a, b)),
    /** x1 - x2. */
    SUBTRACT((tf, a, b) -> tf.math.sub(a, b)),
    /** x1 x2. */
    MULTIPLY((tf, a, b) -> tf.math.mul(a, b)),
    /** x1 / x2. */
    DIVIDE((tf, a, b) -> tf.math.div(a, b)),
    /** x1 / x2, which the operator is called. */
    TRUE_DIVIDE((tf, a, b) -> tf.math.div(a, b)),
    /** x1 / x2, and 0 where x2 is. */
    DIVIDE_NO_NAN((tf, a, b) -> tf.math.divNoNan(a, b)),
    /** The whole number below x1 / x2; no gradient. */
    FLOOR_DIVIDE((tf, a, b) -> tf.math.floorDiv(tf.stopGradient(a), tf.stopGradient(b))),
    /** What is left of x1 by x2, of the sign of x2. */
    MOD((tf, a, b) -> remainder(tf, a, b)),
    /** x1 to the x2. */
    POWER((tf, a, b) -> tf.math.pow(a, b)),
    /** The larger one. */
    MAXIMUM((tf, a, b) -> tf.math.maximum(a, b)),
    /** The smaller one. */
    MINIMUM((tf, a, b) -> tf.math.minimum(a, b)),
    /** The angle of the point (x2, x1). */
    ARCTAN2((tf, a, b) -> angle(tf, a, b)),
    /** The length of the vector (x1, x2). */
    HYPOT((tf, a, b) -> tf.math.sqrt(tf.math.add(tf.math.square(a), tf.math.square(b)))),
    /** log(e to the x1 + e to the x2). */
    LOGADDEXP((tf, a, b) -> tf.math.add(
            tf.math.maximum(a, b), tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(tf.math.sub(a, b))))))),
    /** Whether x1 = x2. */
    EQUAL((tf, a, b) -> tf.dtypes.cast(tf.math.equal(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether they differ. */
    NOT_EQUAL((tf, a, b) -> tf.dtypes.cast(tf.math.notEqual(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether x1 &lt; x2. */
    LESS((tf, a, b) -> tf.dtypes.cast(tf.math.less(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether x1 is at most x2. */
    LESS_EQUAL((tf, a, b) -> tf.dtypes.cast(tf.math.lessEqual(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether x1 &gt; x2. */
    GREATER((tf, a, b) -> tf.dtypes.cast(tf.math.greater(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether x1 is at least x2. */
    GREATER_EQUAL((tf, a, b) -> tf.dtypes.cast(tf.math.greaterEqual(tf.stopGradient(a), tf.stopGradient(b)), a.type())),
    /** Whether both are not zero. */
    LOGICAL_AND((tf, a, b) -> tf.dtypes.cast(tf.math.logicalAnd(Truth.of(tf, a), Truth.of(tf, b)), a.type())),
    /** Whether one is not zero. */
    LOGICAL_OR((tf, a, b) -> tf.dtypes.cast(tf.math.logicalOr(Truth.of(tf, a), Truth.of(tf, b)), a.type())),
    /** Whether exactly one is not zero. */
    LOGICAL_XOR((tf, a, b) -> tf.dtypes.cast(tf.math.notEqual(Truth.of(tf, a), Truth.of(tf, b)), a.type())),

    /** x1 where the condition is not zero, else x2. */
    WHERE(3, (tf, x, p) -> tf.select(Truth.of(tf, x.get(0)), x.get(1), x.get(2)));

    private final int arity;
    private final List<Parameter> parameters;
    private final Formula formula;

    ElementwiseFunction(int arity, Formula formula, Parameter... parameters) {
        this.arity = arity;
        this.parameters = List.of(parameters);
        this.formula = formula;
    }

    ElementwiseFunction(Unary formula) {
        this(1, (tf, x, p) -> formula.apply(tf, x.get(0)));
    }

    ElementwiseFunction(Binary formula) {
        this(2, (tf, x, p) -> formula.apply(tf, x.get(0), x.get(1)));
    }

    ElementwiseFunction(Activation activation) {
        this(1, (tf, x, p) -> activation.apply(tf, x.get(0)));
    }

    ElementwiseFunction(Parametric activation, Parameter... parameters) {
        this(1, (tf, x, p) -> activation.of(p).apply(tf, x.get(0)), parameters);
    }

    /**
     * How many numbers it takes.
     *
     * @return 1, 2 or 3
     */
    public int arity() {
        return arity;
    }

    /**
     * Its options besides the numbers it takes.
     *
     * @return often none
     */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Keras' class of it.
     *
     * @return such as {@code FloorDivide}
     */
    public String kerasName() {
        return KerasNames.className(this);
    }

    /** Whether it gives 0 and 1 for false and true. */
    boolean isLogical() {
        return this == LOGICAL_NOT
                || this == ISNAN
                || this == ISINF
                || this == ISFINITE
                || ordinal() >= EQUAL.ordinal() && ordinal() <= LOGICAL_XOR.ordinal();
    }

    @SuppressWarnings("unchecked")
    <T extends TFloating> Operand<T> apply(Ops tf, List<Operand<T>> operands, List<Double> values) {
        // A lambda cannot be generic; what comes out is of the type of what goes in.
        return (Operand<T>) formula.apply(tf, (List<Operand<TFloating>>) (List<?>) operands, values);
    }

    private static Operand<TFloating> number(Ops tf, Operand<TFloating> like, double value) {
        return GraphMath.constant(tf, like, value);
    }

    private static Operand<TFloating> truncated(Ops tf, Operand<TFloating> x) {
        Operand<TFloating> cut = tf.stopGradient(x);
        return tf.math.mul(tf.math.sign(cut), tf.math.floor(tf.math.abs(cut)));
    }

    /** TensorFlow has no gradient of it here. */
    private static Operand<TFloating> remainder(Ops tf, Operand<TFloating> a, Operand<TFloating> b) {
        Operand<TFloating> whole = tf.math.floorDiv(tf.stopGradient(a), tf.stopGradient(b));
        return tf.math.sub(a, tf.math.mul(whole, b));
    }

    /** TensorFlow has no gradient of it here: the value, and a term that is zero but has the gradient. */
    private static Operand<TFloating> angle(Ops tf, Operand<TFloating> y, Operand<TFloating> x) {
        Operand<TFloating> fixedY = tf.stopGradient(y);
        Operand<TFloating> fixedX = tf.stopGradient(x);
        Operand<TFloating> squared = tf.math.add(tf.math.square(fixedX), tf.math.square(fixedY));
        Operand<TFloating> turn = tf.math.sub(tf.math.mul(fixedX, y), tf.math.mul(fixedY, x));
        return tf.math.add(tf.math.atan2(fixedY, fixedX), tf.math.divNoNan(turn, squared));
    }

    @FunctionalInterface
    private interface Formula {
        Operand<TFloating> apply(Ops tf, List<Operand<TFloating>> x, List<Double> parameters);
    }

    @FunctionalInterface
    private interface Unary {
        Operand<TFloating> apply(Ops tf, Operand<TFloating> x);
    }

    @FunctionalInterface
    private interface Binary {
        Operand<TFloating> apply(Ops tf, Operand<TFloating> a, Operand<TFloating> b);
    }

    @FunctionalInterface
    private interface Parametric {
        Activation of(List<Double> parameters);
    }
}
