package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.operations.AlongAxis;
import io.cornu.layers.operations.AxisFunction;
import io.cornu.layers.operations.Einsum;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.Index;
import io.cornu.layers.operations.Matmul;
import io.cornu.layers.operations.Operations;
import io.cornu.layers.operations.Pad;
import io.cornu.layers.operations.Reduction;
import io.cornu.layers.operations.ReductionFunction;
import io.cornu.layers.operations.Repeat;
import io.cornu.layers.operations.Roll;
import io.cornu.layers.operations.Take;
import io.cornu.layers.operations.Tile;
import io.cornu.layers.operations.Triangle;
import io.cornu.model.LayerCases.LayerCase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Gradients of operations with one input, in float64 and float32, and shapes. */
class OperationContractTest extends LayerContract {
    private static final Shape SEQUENCE = Shape.of(4, 6);
    /** Defined and smooth everywhere near the cases' numbers. */
    private static final Set<ElementwiseFunction> SMOOTH = EnumSet.of(
            ElementwiseFunction.NEGATIVE,
            ElementwiseFunction.EXP,
            ElementwiseFunction.EXP2,
            ElementwiseFunction.EXPM1,
            ElementwiseFunction.SQUARE,
            ElementwiseFunction.SIN,
            ElementwiseFunction.COS,
            ElementwiseFunction.SINH,
            ElementwiseFunction.COSH,
            ElementwiseFunction.TANH,
            ElementwiseFunction.ARCTAN,
            ElementwiseFunction.ARCSINH,
            ElementwiseFunction.ERF,
            ElementwiseFunction.ERFC,
            ElementwiseFunction.SILU,
            ElementwiseFunction.GELU,
            ElementwiseFunction.SQUAREPLUS);

    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        cases.clear();
        SMOOTH.forEach(function -> add(Operations.of(function)));
        add(Operations.of(ElementwiseFunction.MULTIPLY, Array.of(new float[] {1, -2, 3, .5f, 0, 2})));
        add(Operations.subtractFrom(1));
        add(Operations.of(ElementwiseFunction.ARCTAN2, 1.5));
        add(Operations.of(1.5, ElementwiseFunction.ARCTAN2));
        add(Operations.of(ElementwiseFunction.HYPOT, 2));
        add(Operations.of(ElementwiseFunction.LOGADDEXP, 1));
        add(Operations.power(3));
        for (ReductionFunction function : EnumSet.of(
                ReductionFunction.SUM,
                ReductionFunction.MEAN,
                ReductionFunction.PROD,
                ReductionFunction.MAX,
                ReductionFunction.MIN,
                ReductionFunction.VAR,
                ReductionFunction.STD,
                ReductionFunction.LOGSUMEXP,
                ReductionFunction.NORM)) {
            add(Reduction.of(function, 1));
            add(Reduction.of(function, -1).withKeepDimensions(true));
        }
        for (AxisFunction function : EnumSet.of(
                AxisFunction.SOFTMAX,
                AxisFunction.LOG_SOFTMAX,
                AxisFunction.GLU,
                AxisFunction.NORMALIZE,
                AxisFunction.CUMSUM,
                AxisFunction.FLIP,
                AxisFunction.SORT,
                AxisFunction.EXPAND_DIMS)) {
            add(new AlongAxis(function, 1));
            add(new AlongAxis(function, -1));
        }
        shapes();
        return cases;
    }

    private void shapes() {
        add(Operations.index(Index.all(), Index.at(-1), Index.every(2)));
        add(Operations.index(Index.ellipsis(), Index.newAxis(), Index.range(1, 4)));
        add(Operations.index(Index.all(), Index.every(-3)));
        add(Operations.reshape(-1, 3, 8));
        add(Operations.transpose(0, 2, 1));
        add(Operations.cast(DataType.FLOAT64));
        add(Operations.pad(Margin.of(0), Margin.of(1, 2), Margin.of(0)));
        add(new Pad(List.of(Margin.of(0), Margin.of(2), Margin.of(1)), Pad.Mode.SYMMETRIC, 0));
        add(new Repeat(2, 1));
        add(new Tile(List.of(1, 2, 3)));
        add(new Roll(2, -1));
        add(Take.of(1, 0, 3, 0));
        add(new Triangle(Triangle.Part.TRIU, 1));
        add(Operations.matmul(Array.of(new float[] {1, 2, 3, 4, 5, 6}, 6, 1)));
        add(new Matmul(List.of(Optional.of(Array.of(new float[] {1, 2, 3, 4}, 1, 4)), Optional.empty())));
        add(new Einsum("bij,i->bj", List.of(Optional.empty(), Optional.of(Array.of(new float[] {1, -2, 3, .5f})))));
    }

    private void add(Layer layer) {
        cases.add(LayerCase.untied(layer, SEQUENCE));
    }
}
