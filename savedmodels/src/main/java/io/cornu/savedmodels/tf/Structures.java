package io.cornu.savedmodels.tf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.Struct.DictValue;
import org.tensorflow.proto.Struct.ListValue;
import org.tensorflow.proto.Struct.NamedTupleValue;
import org.tensorflow.proto.Struct.NoneValue;
import org.tensorflow.proto.Struct.PairValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.Struct.TupleValue;

/** Python values as a SavedModel writes them: how Python knows what to pass to a function and what comes back. */
final class Structures {
    private Structures() {}

    static StructuredValue none() {
        return StructuredValue.newBuilder()
                .setNoneValue(NoneValue.getDefaultInstance())
                .build();
    }

    static StructuredValue bool(boolean value) {
        return StructuredValue.newBuilder().setBoolValue(value).build();
    }

    static StructuredValue text(String value) {
        return StructuredValue.newBuilder().setStringValue(value).build();
    }

    static StructuredValue tuple(StructuredValue... values) {
        return StructuredValue.newBuilder()
                .setTupleValue(TupleValue.newBuilder().addAllValues(Arrays.asList(values)))
                .build();
    }

    static StructuredValue list(List<StructuredValue> values) {
        return StructuredValue.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(values))
                .build();
    }

    static StructuredValue dictionary(Map<String, StructuredValue> values) {
        return StructuredValue.newBuilder()
                .setDictValue(DictValue.newBuilder().putAllFields(values))
                .build();
    }

    static StructuredValue spec(Slot slot) {
        return StructuredValue.newBuilder()
                .setTensorSpecValue(TensorSpecProto.newBuilder()
                        .setName(slot.name())
                        .setDtype(slot.type())
                        .setShape(ProtoTypes.proto(slot.shape())))
                .build();
    }

    /** One tensor as it is, several as a list, as Keras' models take and give them. */
    static StructuredValue specs(List<Slot> slots) {
        List<StructuredValue> specs = slots.stream().map(Structures::spec).toList();
        return specs.size() == 1 ? specs.get(0) : list(specs);
    }

    /** The signature of a Python function; every field must be there, or Python cannot decode it. */
    static FunctionSpec function(List<String> names, StructuredValue defaults, StructuredValue inputSignature) {
        StructuredValue arguments = StructuredValue.newBuilder()
                .setNamedTupleValue(NamedTupleValue.newBuilder()
                        .setName("FullArgSpec")
                        .addValues(pair(
                                "args",
                                list(names.stream().map(Structures::text).toList())))
                        .addValues(pair("varargs", none()))
                        .addValues(pair("varkw", none()))
                        .addValues(pair("defaults", defaults))
                        .addValues(pair("kwonlyargs", list(List.of())))
                        .addValues(pair("kwonlydefaults", none()))
                        .addValues(pair("annotations", dictionary(Map.of()))))
                .build();
        return FunctionSpec.newBuilder()
                .setFullargspec(arguments)
                .setInputSignature(inputSignature)
                .build();
    }

    private static PairValue pair(String key, StructuredValue value) {
        return PairValue.newBuilder().setKey(key).setValue(value).build();
    }
}
