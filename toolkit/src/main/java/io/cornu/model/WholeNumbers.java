package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What enters a nested network through an input of whole numbers, which Keras cuts off there.
 *
 * @param dataType the type of the input
 */
record WholeNumbers(DataType dataType) implements Layer {
    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Class<? extends TType> type = dataType == DataType.BOOL ? TBool.class : TInt64.class;
        Operand<? extends TType> whole = call.tf().dtypes.cast(call.input(), type);
        return call.tf().dtypes.cast(whole, call.input().type());
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }
}
