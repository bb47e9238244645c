package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.LayerCall;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** What goes into an operation: inputs, and constants among them. */
final class Operands {
    private Operands() {}

    static long inputs(List<Optional<Array>> operands) {
        return operands.stream().filter(Optional::isEmpty).count();
    }

    static <T extends TFloating> List<Operand<T>> of(LayerCall<T> call, List<Optional<Array>> operands) {
        Iterator<Operand<T>> inputs = call.inputs().iterator();
        Class<T> type = call.inputs().get(0).type();
        List<Operand<T>> all = new ArrayList<>();
        for (Optional<Array> operand : operands) {
            all.add(operand.map(array -> Batches.constant(call.tf(), array, type))
                    .orElseGet(inputs::next));
        }
        return all;
    }
}
